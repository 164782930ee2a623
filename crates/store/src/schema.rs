//! The tables, as the migrations make them on both databases (`tests/parity.rs`).

diesel::table! {
    setting (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    parameter (name, holds_from) {
        name -> Text,
        holds_from -> Date,
        value -> Text,
    }
}

diesel::table! {
    dispositif_version (code, holds_from) {
        code -> Text,
        holds_from -> Date,
        position -> Integer,
        document -> Text,
    }
}

diesel::table! {
    inrs_certificate_version (code, holds_from) {
        code -> Text,
        holds_from -> Date,
        position -> Integer,
        document -> Text,
    }
}

diesel::table! {
    departement (code) {
        code -> Text,
        name -> Text,
        region_code -> Text,
        region -> Text,
    }
}

diesel::table! {
    commune (postal_code, insee_code) {
        postal_code -> Text,
        insee_code -> Text,
        name -> Text,
        departement -> Text,
        name_key -> Text,
    }
}

diesel::table! {
    caisse (code) {
        code -> Text,
        number -> Text,
        name -> Text,
        kind -> Text,
    }
}

diesel::table! {
    caisse_departement (departement) {
        departement -> Text,
        caisse_code -> Text,
    }
}

diesel::table! {
    organisation (id) {
        id -> Text,
        kind -> Text,
        raison_sociale -> Text,
        enseigne -> Nullable<Text>,
        siret -> Text,
        nda -> Nullable<Text>,
        regime -> Nullable<Text>,
        address -> Text,
        postal_code -> Text,
        city -> Text,
        insee_code -> Text,
        departement -> Text,
        caisse_code -> Nullable<Text>,
        published -> Bool,
        reach -> Nullable<Text>,
        published_email -> Nullable<Text>,
        published_phone -> Nullable<Text>,
        published_website -> Nullable<Text>,
        sort_key -> Text,
        search_key -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    habilitation (id) {
        id -> Text,
        number -> Text,
        organisation_id -> Text,
        dispositif -> Text,
        level -> SmallInt,
        valid_from -> Date,
        valid_until -> Date,
        withdrawn_from -> Nullable<Date>,
        withdrawal_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        renews_id -> Nullable<Text>,
    }
}

diesel::table! {
    suspension (id) {
        id -> Text,
        habilitation_id -> Text,
        from_on -> Date,
        until_on -> Nullable<Date>,
        reason -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    platform (id) {
        id -> Text,
        habilitation_id -> Text,
        name -> Text,
        address -> Text,
        postal_code -> Text,
        city -> Text,
        insee_code -> Text,
        kind -> Nullable<Text>,
    }
}

diesel::table! {
    person (id) {
        id -> Text,
        forprev_number -> Text,
        last_name -> Text,
        first_name -> Text,
        birth_date -> Nullable<Date>,
        identity_key -> Text,
        search_key -> Text,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        caisse_code -> Nullable<Text>,
        onboarded_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        phone -> Nullable<Text>,
        checked_on -> Nullable<Date>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    person_word (word, person_id) {
        word -> Text,
        person_id -> Text,
    }
}

diesel::table! {
    profile (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        organisation_id -> Nullable<Text>,
        caisse_code -> Nullable<Text>,
        rank -> Nullable<Text>,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        suspended_at -> Nullable<Timestamp>,
        reviewed_on -> Nullable<Date>,
        until_on -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    delegation (id) {
        id -> Text,
        profile_id -> Text,
        habilitation_id -> Text,
        created_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    qualification (id) {
        id -> Text,
        person_id -> Text,
        certificate_code -> Text,
        obtained_on -> Date,
        valid_until -> Nullable<Date>,
        certificate_number -> Nullable<Text>,
        reference -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    session (id) {
        id -> Text,
        organisation_id -> Text,
        habilitation_id -> Text,
        dispositif -> Text,
        level -> SmallInt,
        certificate_code -> Nullable<Text>,
        kind -> Nullable<Text>,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        ends_sort -> Date,
        place_name -> Nullable<Text>,
        place_address -> Nullable<Text>,
        place_postal_code -> Nullable<Text>,
        place_city -> Nullable<Text>,
        place_insee_code -> Nullable<Text>,
        platform_id -> Nullable<Text>,
        departement -> Nullable<Text>,
        external_ref -> Nullable<Text>,
        state -> Text,
        comment -> Nullable<Text>,
        comment_by -> Nullable<Text>,
        declared_on -> Nullable<Date>,
        declared_by -> Nullable<Text>,
        declared_by_client -> Nullable<Text>,
        mac_key -> Binary,
        submitted_at -> Nullable<Timestamp>,
        verified_at -> Nullable<Timestamp>,
        verified_by -> Nullable<Text>,
        verified_mac -> Nullable<Binary>,
        certified_at -> Nullable<Timestamp>,
        certified_by -> Nullable<Text>,
        certified_by_client -> Nullable<Text>,
        certified_mac -> Nullable<Binary>,
        certified_on -> Nullable<Date>,
        erase_on -> Date,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        caisse_code -> Nullable<Text>,
    }
}

diesel::table! {
    session_formateur (session_id, position) {
        session_id -> Text,
        position -> Integer,
        person_id -> Nullable<Text>,
        forprev_number -> Text,
        lead -> Bool,
    }
}

diesel::table! {
    trainee (id) {
        id -> Text,
        session_id -> Text,
        position -> Integer,
        last_name -> Text,
        first_name -> Text,
        birth_date -> Date,
        outcome -> Nullable<Text>,
        email -> Nullable<Text>,
        forprev_number -> Nullable<Text>,
        person_id -> Nullable<Text>,
    }
}

diesel::table! {
    certificate (number) {
        number -> Text,
        dispositif -> Text,
        level -> SmallInt,
        certificate_code -> Text,
        holder -> Text,
        kind -> Text,
        ends_on -> Date,
        valid_until -> Nullable<Date>,
        organisation_id -> Text,
        habilitation_id -> Text,
        generated_on -> Date,
        downloadable_until -> Date,
        person_id -> Nullable<Text>,
        revoked_at -> Nullable<Timestamp>,
        revoked_by -> Nullable<Text>,
        revocation_reason -> Nullable<Text>,
    }
}

diesel::table! {
    certificate_document (number) {
        number -> Text,
        session_id -> Nullable<Text>,
        trainee_id -> Nullable<Text>,
        position -> Integer,
        signed_code -> Text,
        sheet -> Text,
    }
}

diesel::table! {
    statistic (month, dispositif, level, certificate_code, kind, departement, caisse_code, organisation_id) {
        month -> Text,
        dispositif -> Text,
        level -> SmallInt,
        certificate_code -> Text,
        kind -> Text,
        departement -> Text,
        caisse_code -> Text,
        organisation_id -> Text,
        sessions -> BigInt,
        trainees -> BigInt,
        certified -> BigInt,
    }
}

diesel::table! {
    audit (id) {
        id -> Text,
        at -> Timestamp,
        person_id -> Nullable<Text>,
        client_id -> Nullable<Text>,
        action -> Text,
        resource_kind -> Text,
        resource_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        caisse_code -> Nullable<Text>,
        address -> Nullable<Text>,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        kind -> Text,
        person_id -> Nullable<Text>,
        session_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        payload -> Text,
        created_at -> Timestamp,
        due_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
        mail_id -> Nullable<Text>,
    }
}

diesel::table! {
    mail (id) {
        id -> Text,
        person_id -> Nullable<Text>,
        recipient -> Text,
        kind -> Text,
        state -> Text,
        created_at -> Timestamp,
        due_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        content -> Nullable<Text>,
    }
}

diesel::table! {
    mail_preference (person_id) {
        person_id -> Text,
        actions -> Text,
        alerts -> Text,
        information -> Text,
    }
}

diesel::table! {
    notification (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        session_id -> Nullable<Text>,
        facts -> Text,
        created_at -> Timestamp,
        read_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    alert (kind, subject_id, due_on) {
        kind -> Text,
        subject_id -> Text,
        due_on -> Date,
        raised_at -> Timestamp,
    }
}

diesel::table! {
    job_run (id) {
        id -> Text,
        name -> Text,
        started_at -> Timestamp,
        finished_at -> Timestamp,
        done -> BigInt,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    refresh_token (id) {
        id -> Text,
        family_id -> Text,
        person_id -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_attempt (key) {
        key -> Text,
        failures -> Integer,
        last_at -> Timestamp,
        blocked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idempotency (caller, route, key) {
        caller -> Text,
        route -> Text,
        key -> Text,
        body_hash -> Text,
        status -> Nullable<SmallInt>,
        headers -> Nullable<Text>,
        body -> Nullable<Text>,
        session_id -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    scheduled_run (name) {
        name -> Text,
        last_started_at -> Nullable<Timestamp>,
        last_finished_at -> Nullable<Timestamp>,
        next_at -> Timestamp,
        last_error -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        failures -> Integer,
    }
}

diesel::table! {
    directory_version (id) {
        id -> SmallInt,
        version -> BigInt,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    formateur_known (organisation_id, person_id) {
        organisation_id -> Text,
        person_id -> Text,
        last_on -> Date,
    }
}

diesel::table! {
    one_time_link (id) {
        id -> Text,
        purpose -> Text,
        person_id -> Text,
        email -> Nullable<Text>,
        token_digest -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    invitation (id) {
        id -> Text,
        organisation_id -> Nullable<Text>,
        kind -> Text,
        caisse_code -> Nullable<Text>,
        rank -> Nullable<Text>,
        last_name -> Text,
        first_name -> Text,
        birth_date -> Date,
        email -> Text,
        email_key -> Text,
        until_on -> Nullable<Date>,
        invited_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        sent_count -> Integer,
        token_digest -> Text,
        accepted_at -> Nullable<Timestamp>,
        cancelled_at -> Nullable<Timestamp>,
        person_id -> Nullable<Text>,
    }
}

diesel::table! {
    audit_seal (sequence) {
        sequence -> BigInt,
        audit_id -> Text,
        hash -> Text,
    }
}

diesel::table! {
    invitation_habilitation (invitation_id, habilitation_id) {
        invitation_id -> Text,
        habilitation_id -> Text,
    }
}

diesel::table! {
    audit_chain (id) {
        id -> SmallInt,
        sequence -> BigInt,
        hash -> Text,
        signature -> Text,
    }
}

diesel::table! {
    audit_pending (audit_id) {
        audit_id -> Text,
    }
}

diesel::table! {
    look (reader_id, person_id, day, what) {
        reader_id -> Text,
        person_id -> Text,
        day -> Date,
        what -> Text,
        organisation_id -> Nullable<Text>,
        caisse_code -> Nullable<Text>,
        first_at -> Timestamp,
    }
}

diesel::table! {
    account_request (id) {
        id -> Text,
        kind -> Text,
        last_name -> Nullable<Text>,
        first_name -> Nullable<Text>,
        phone -> Nullable<Text>,
        identifier -> Text,
        created_at -> Timestamp,
        attempts -> Integer,
        due_at -> Timestamp,
    }
}

diesel::table! {
    account_recovery (id) {
        id -> Text,
        person_id -> Text,
        state -> Text,
        email -> Nullable<Text>,
        reason -> Text,
        without_second_factors -> Bool,
        refusal_digest -> Text,
        opened_by -> Text,
        opened_at -> Timestamp,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
        due_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in (id) {
        id -> Text,
        person_id -> Text,
        device -> Text,
        device_digest -> Text,
        network -> Nullable<Text>,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
    }
}

diesel::table! {
    support_view (id) {
        id -> Text,
        agent_id -> Text,
        person_id -> Text,
        reason -> Text,
        started_at -> Timestamp,
        ends_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    person_merge (id) {
        id -> Text,
        merged_id -> Text,
        kept_id -> Text,
        reason -> Text,
        moved -> Text,
        merged_by -> Text,
        created_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
        undone_by -> Nullable<Text>,
    }
}

diesel::table! {
    access_review (profile_id, due_on) {
        profile_id -> Text,
        due_on -> Date,
        told_on -> Date,
        suspended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    organisation_file (id) {
        id -> Text,
        kind -> Text,
        state -> Text,
        organisation_id -> Nullable<Text>,
        author_id -> Text,
        content -> Text,
        submitted_content -> Nullable<Text>,
        caisse_code -> Nullable<Text>,
        departement -> Nullable<Text>,
        city -> Nullable<Text>,
        assigned_to -> Nullable<Text>,
        queued_at -> Timestamp,
        submitted_at -> Nullable<Timestamp>,
        abandoned_on -> Nullable<Date>,
        comment -> Nullable<Text>,
        corrections -> Text,
        siret -> Nullable<Text>,
        raison_sociale -> Text,
        search_key -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    organisation_file_event (id) {
        id -> Text,
        file_id -> Text,
        at -> Timestamp,
        what -> Text,
        state -> Text,
        person_id -> Nullable<Text>,
        by_agent -> Bool,
        caisse_code -> Nullable<Text>,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    organisation_file_message (id) {
        id -> Text,
        file_id -> Text,
        at -> Timestamp,
        person_id -> Text,
        by_agent -> Bool,
        caisse_code -> Nullable<Text>,
        internal -> Bool,
        body -> Text,
    }
}

diesel::table! {
    organisation_detail (organisation_id) {
        organisation_id -> Text,
        contact_last_name -> Nullable<Text>,
        contact_first_name -> Nullable<Text>,
        contact_function -> Nullable<Text>,
        contact_email -> Nullable<Text>,
        contact_phone -> Nullable<Text>,
        urssaf_issued_on -> Nullable<Date>,
        urssaf_code -> Nullable<Text>,
        signatory_last_name -> Nullable<Text>,
        signatory_first_name -> Nullable<Text>,
        signatory_function -> Nullable<Text>,
        signatory_email -> Nullable<Text>,
        confirmed_on -> Nullable<Date>,
        confirmed_by -> Nullable<Text>,
    }
}

diesel::table! {
    decision_letter (id) {
        id -> Text,
        kind -> Text,
        organisation_id -> Text,
        habilitation_id -> Nullable<Text>,
        request_id -> Nullable<Text>,
        dispositif -> Text,
        level -> SmallInt,
        decided_on -> Date,
        issuer -> Text,
        title -> Text,
        body -> Text,
        filled_in -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    letter_model (id) {
        id -> Text,
        kind -> Text,
        dispositif -> Nullable<Text>,
        body -> Text,
        author_id -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    register_watch (organisation_id) {
        organisation_id -> Text,
        checked_at -> Timestamp,
        said -> Nullable<Text>,
    }
}

diesel::joinable!(register_watch -> organisation (organisation_id));
diesel::joinable!(organisation -> departement (departement));
diesel::joinable!(habilitation -> organisation (organisation_id));
diesel::joinable!(platform -> habilitation (habilitation_id));
diesel::joinable!(suspension -> habilitation (habilitation_id));
diesel::joinable!(session -> organisation (organisation_id));
diesel::joinable!(session_formateur -> session (session_id));
diesel::joinable!(session_formateur -> person (person_id));
diesel::joinable!(trainee -> session (session_id));
diesel::joinable!(certificate_document -> certificate (number));
diesel::joinable!(profile -> person (person_id));
diesel::joinable!(delegation -> profile (profile_id));
diesel::joinable!(access_review -> profile (profile_id));
diesel::joinable!(qualification -> person (person_id));
diesel::joinable!(caisse_departement -> caisse (caisse_code));
diesel::joinable!(refresh_token -> person (person_id));

diesel::table! {
    second_factor (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        name -> Text,
        secret -> Nullable<Text>,
        last_step -> Nullable<BigInt>,
        credential_id -> Nullable<Text>,
        credential -> Nullable<Text>,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    recovery_code (person_id, digest) {
        person_id -> Text,
        digest -> Text,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_proof (family_id) {
        family_id -> Text,
        person_id -> Text,
        second_factor -> Bool,
        confirmed_at -> Timestamp,
    }
}

diesel::table! {
    spent_token (digest) {
        digest -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    federated_identity (id) {
        id -> Text,
        person_id -> Text,
        issuer -> Text,
        subject -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    caisse_choice (person_id, since_on) {
        person_id -> Text,
        since_on -> Date,
        caisse_code -> Text,
    }
}

diesel::joinable!(caisse_choice -> caisse (caisse_code));

diesel::table! {
    attachment (id) {
        id -> Text,
        owner_kind -> Text,
        owner_id -> Text,
        purpose -> Text,
        file_name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        object_key -> Text,
        uploaded_by -> Nullable<Text>,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        replaced_by -> Nullable<Text>,
    }
}

diesel::table! {
    habilitation_sequence (year) {
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    grid_entry_version (code, holds_from) {
        code -> Text,
        holds_from -> Date,
        document -> Text,
    }
}

diesel::table! {
    sitting (id) {
        id -> Text,
        state -> Text,
        held_on -> Date,
        place -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    habilitation_request (id) {
        id -> Text,
        organisation_id -> Text,
        author_id -> Text,
        kind -> Text,
        dispositif -> Text,
        level -> SmallInt,
        state -> Text,
        renews_id -> Nullable<Text>,
        programme -> Nullable<Text>,
        schedule -> Nullable<Text>,
        caisse_code -> Nullable<Text>,
        assigned_to -> Nullable<Text>,
        queued_at -> Timestamp,
        submitted_at -> Nullable<Timestamp>,
        submitted_on -> Nullable<Date>,
        cnh_on -> Nullable<Date>,
        returned -> Nullable<Text>,
        sitting_id -> Nullable<Text>,
        agenda_position -> Nullable<Integer>,
        outcome -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<Text>,
        decided_sitting_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        valid_until -> Nullable<Date>,
        habilitation_id -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    request_formateur (request_id, position) {
        request_id -> Text,
        position -> Integer,
        forprev_number -> Text,
    }
}

diesel::table! {
    request_platform (id) {
        id -> Text,
        request_id -> Text,
        position -> Integer,
        name -> Nullable<Text>,
        kind -> Nullable<Text>,
        address -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        city -> Nullable<Text>,
        insee_code -> Nullable<Text>,
    }
}

diesel::table! {
    habilitation_event (id) {
        id -> Text,
        habilitation_id -> Text,
        at -> Timestamp,
        what -> Text,
        from_on -> Nullable<Date>,
        until_on -> Nullable<Date>,
        hearing_until -> Nullable<Date>,
        reason -> Nullable<Text>,
        person_id -> Nullable<Text>,
        letter_id -> Nullable<Text>,
    }
}

diesel::table! {
    request_event (id) {
        id -> Text,
        request_id -> Text,
        at -> Timestamp,
        what -> Text,
        state -> Text,
        side -> Text,
        person_id -> Nullable<Text>,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    request_opinion (request_id, subject) {
        request_id -> Text,
        subject -> Text,
        opinion -> Text,
        comment -> Nullable<Text>,
        confidential -> Bool,
        person_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    request_answer (request_id, item) {
        request_id -> Text,
        item -> Text,
        answer -> Text,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    request_message (id) {
        id -> Text,
        request_id -> Text,
        at -> Timestamp,
        person_id -> Text,
        by_agent -> Bool,
        caisse_code -> Nullable<Text>,
        internal -> Bool,
        body -> Text,
    }
}

diesel::table! {
    contact (id) {
        id -> Text,
        caisse_code -> Nullable<Text>,
        name -> Text,
        function -> Text,
        phone -> Text,
        other_phone -> Text,
        email -> Text,
        address -> Text,
        postal_code -> Text,
        city -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    visit (id) {
        id -> Text,
        organisation_id -> Text,
        kind -> Text,
        state -> Text,
        held_on -> Date,
        starts_at -> Text,
        ends_at -> Text,
        subject -> Text,
        place -> Text,
        agent_id -> Text,
        notified_at -> Nullable<Timestamp>,
        summary -> Nullable<Text>,
        findings -> Nullable<Text>,
        reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    visit_action (id) {
        id -> Text,
        visit_id -> Text,
        position -> Integer,
        what -> Text,
        due_on -> Date,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        answered_by -> Nullable<Text>,
        outcome -> Text,
        followed_on -> Nullable<Date>,
        comment -> Nullable<Text>,
    }
}

diesel::joinable!(visit -> organisation (organisation_id));

diesel::allow_tables_to_appear_in_same_query!(
    setting,
    parameter,
    dispositif_version,
    inrs_certificate_version,
    departement,
    commune,
    caisse,
    caisse_departement,
    organisation,
    habilitation,
    suspension,
    platform,
    person,
    person_word,
    profile,
    delegation,
    qualification,
    session,
    session_formateur,
    trainee,
    certificate,
    certificate_document,
    statistic,
    audit,
    outbox,
    mail,
    mail_preference,
    notification,
    alert,
    job_run,
    refresh_token,
    sign_in_attempt,
    idempotency,
    scheduled_run,
    directory_version,
    formateur_known,
    one_time_link,
    account_request,
    account_recovery,
    sign_in,
    audit_seal,
    audit_chain,
    audit_pending,
    look,
    support_view,
    person_merge,
    invitation,
    invitation_habilitation,
    access_review,
    second_factor,
    recovery_code,
    sign_in_proof,
    spent_token,
    federated_identity,
    caisse_choice,
    attachment,
    organisation_file,
    organisation_file_event,
    organisation_file_message,
    organisation_detail,
    decision_letter,
    letter_model,
    habilitation_sequence,
    grid_entry_version,
    sitting,
    habilitation_request,
    request_formateur,
    request_platform,
    request_event,
    habilitation_event,
    request_opinion,
    request_answer,
    request_message,
    register_watch,
    contact,
    visit,
    visit_action,
);
