//! Every reason for a refusal: its name in the API, status, rule, and sentence in French and English.

use super::Language;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

macro_rules! codes {
    ($( $name:ident $code:literal $status:literal $rule:literal $fr:literal $en:literal; )+) => {
        /// A reason for a refusal, as machines read it. The name in the API is what [`Code::as_str`] gives.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $( #[doc = $fr] $name, )+
            /// A reason that a newer server gives and this program does not know: show the server's sentence.
            Unknown,
        }

        impl Code {
            /// All the reasons, in the order of this file.
            pub const ALL: &[Self] = &[ $( Self::$name, )+ ];

            /// The name in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $code, )+ Self::Unknown => "unknown" }
            }

            /// The HTTP status of an answer that this reason decides.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $( Self::$name => $status, )+ Self::Unknown => 422 }
            }

            /// The rule that refuses, where there is one.
            #[must_use]
            pub const fn rule(self) -> Option<&'static str> {
                let rule = match self { $( Self::$name => $rule, )+ Self::Unknown => "" };
                if rule.is_empty() { None } else { Some(rule) }
            }

            /// The sentence, with its figures as `{name}`.
            #[must_use]
            pub const fn template(self, language: Language) -> &'static str {
                match (self, language) {
                    $( (Self::$name, Language::French) => $fr, (Self::$name, Language::English) => $en, )+
                    (Self::Unknown, Language::French) => "Le serveur a refusé, pour une raison que cette page ne connaît pas.",
                    (Self::Unknown, Language::English) => "The server refused, for a reason that this page does not know.",
                }
            }
        }
    };
}

codes! {
    // The request itself.
    Malformed "request.malformed" 400 "" "Le contenu envoyé n’est pas un document JSON lisible." "The body is not readable JSON.";
    WrongType "request.wrong_type" 400 "" "Une valeur n’est pas du type attendu." "A value is not of the expected type.";
    UnknownField "request.unknown_field" 400 "" "Un champ envoyé n’existe pas ici." "A field that was sent does not exist here.";
    BadCursor "request.cursor" 400 "" "Le curseur de la liste est illisible." "The list's cursor cannot be read.";
    BadQuery "request.query" 400 "" "Un paramètre de l’adresse est illisible." "A parameter of the address cannot be read.";
    TooLarge "request.too_large" 413 "" "Le contenu envoyé est trop volumineux." "The body is too large.";
    MediaType "request.media_type" 415 "" "Le type du contenu envoyé n’est pas accepté ici." "The media type of the body is not accepted here.";
    TooMany "request.too_many" 429 "" "Trop de demandes en peu de temps : réessayez dans {seconds} secondes." "Too many requests: try again in {seconds} seconds.";
    MethodNotAllowed "request.method" 405 "" "Cette adresse ne répond pas à cette méthode." "This address does not answer that method.";
    Csrf "request.csrf" 403 "" "La demande ne vient pas d’une page de l’application : rechargez la page." "The request does not come from a page of the application: reload the page.";
    Several "request.several" 422 "" "{count} points sont à corriger." "{count} things need correcting.";
    Unauthenticated "unauthenticated" 401 "" "Connectez-vous pour continuer." "Sign in to go on.";
    SignInFailed "sign_in.failed" 401 "U1" "Identifiant ou mot de passe incorrect." "Wrong identifier or password.";
    NotFound "not_found" 404 "" "Rien ne se trouve à cette adresse, ou vous n’y avez pas accès." "Nothing is found at this address, or you have no access to it.";
    Forbidden "forbidden" 403 "S9" "Vous n’avez pas le droit de faire cela." "You may not do that.";
    VersionStale "version.stale" 412 "" "Quelqu’un a modifié ces données entre-temps : rechargez-les avant de continuer." "Somebody changed this meanwhile: load it again before going on.";
    VersionMissing "version.missing" 428 "" "L’en-tête If-Match, avec la version lue, est nécessaire." "The If-Match header, with the version that was read, is needed.";
    IdempotencyBody "idempotency.body_differs" 422 "" "Cette clé d’idempotence a déjà servi pour un autre contenu." "This idempotency key was already used with another body.";
    IdempotencyRunning "idempotency.running" 409 "" "La même demande est en cours : réessayez dans un instant." "The same request is running: try again in a moment.";
    Internal "internal" 500 "" "Une erreur s’est produite chez nous. Rien n’a été enregistré." "Something went wrong on our side. Nothing was stored.";
    Unavailable "unavailable" 503 "" "Le service est momentanément indisponible." "The service is unavailable for the moment.";

    // Shape of a field.
    Required "field.required" 422 "" "Ce champ est à remplir." "This field is required.";
    TooLong "field.too_long" 422 "" "{maximum} caractères au plus." "At most {maximum} characters.";
    TooManyItems "field.too_many" 422 "" "{maximum} éléments au plus." "At most {maximum} items.";
    ControlCharacter "field.control_character" 422 "" "Ce texte contient un caractère de contrôle." "This text contains a control character.";
    NameCharacters "field.name" 422 "" "Un nom s’écrit avec des lettres, espaces, traits d’union, apostrophes et points." "A name is written with letters, spaces, hyphens, apostrophes and full stops.";
    BadDate "field.date" 422 "" "Cette date n’existe pas. Elle s’écrit AAAA-MM-JJ." "This date does not exist. It is written YYYY-MM-DD.";
    BadFormat "field.format" 422 "" "Ce champ n’a pas la forme attendue." "This field is not of the expected form.";
    BadChoice "field.choice" 422 "" "Cette valeur n’est pas parmi celles proposées." "This value is not among those offered.";
    BadReference "field.reference" 422 "" "Cet élément n’existe pas." "This item does not exist.";
    DayPast "field.past" 422 "" "Cette date est passée." "This day has passed.";
    BadOrder "field.order" 422 "" "Le début est après la fin." "The start is after the end.";

    // Habilitation.
    HabilitationNotValid "habilitation.not_valid" 422 "H1" "L’habilitation n’est pas valable le {day} : elle court du {from} au {until}." "The habilitation is not valid on {day}: it runs from {from} to {until}.";
    HabilitationSuspended "habilitation.suspended" 422 "H11" "L’habilitation est suspendue le {day}." "The habilitation is suspended on {day}.";
    HabilitationState "habilitation.state" 409 "H11" "L’état de l’habilitation ne le permet pas." "The state of the habilitation does not allow it.";
    HabilitationEffectDay "habilitation.effect_day" 422 "H11" "La date d’effet se situe entre le {from} et le {until}." "The day of effect lies between {from} and {until}.";
    HabilitationHearing "habilitation.hearing" 422 "H11" "L’organisation peut présenter ses observations à partir d’aujourd’hui et jusqu’à la veille de la date d’effet." "The organisation can give its observations from today until the day before the day of effect.";
    HabilitationWithdrawn "habilitation.withdrawn" 422 "H11" "L’habilitation est retirée depuis le {from}." "The habilitation is withdrawn since {from}.";
    RenewalTooEarly "renewal.too_early" 422 "H2" "Le renouvellement peut être demandé à partir du {from}." "The renewal can be requested from {from}.";
    RenewalTooLate "renewal.too_late" 422 "H2" "Le renouvellement devait être demandé au plus tard le {until} : déposez une nouvelle demande." "The renewal had to be requested by {until}: make a new request.";

    // Habilitation requests.
    RequestAdminDataNotConfirmed "request.admin_data_not_confirmed" 422 "H6" "Confirmez aujourd’hui les données administratives de l’organisation." "Confirm the organisation's administrative data today.";
    RequestAdminChangePending "request.admin_change_pending" 422 "H6" "Une modification des données administratives est en cours d’instruction : elle doit d’abord être acceptée ou refusée." "A change of the administrative data is being instructed: it has to be accepted or refused first.";
    RequestAlreadyOpen "request.already_open" 409 "H6" "Une demande est déjà en cours pour ce dispositif et ce niveau." "A request is open already for this dispositif and level.";
    RequestNotOffered "request.not_offered" 422 "H7" "Ce dispositif et ce niveau ne peuvent pas être demandés par cette organisation aujourd’hui." "This organisation cannot request this dispositif and level today.";
    RequestPlatformMissing "request.platform_missing" 422 "H8" "Ce niveau demande au moins une plateforme." "This level needs at least one platform.";
    RequestPlatformNotNeeded "request.platform_not_needed" 422 "H8" "Ce niveau ne demande pas de plateforme." "This level needs no platform.";
    RequestDocumentMissing "request.document_missing" 422 "H9" "Cette pièce est à joindre." "This document has to be attached.";
    RequestState "request.state" 409 "" "L’état de la demande ne le permet pas." "The state of the request does not allow it.";
    RequestOpinionMissing "request.opinion_missing" 422 "" "Cet avis manque : la demande ne peut pas encore être transmise." "This opinion is missing: the request cannot be handed on yet.";
    RequestDecisionDay "request.decision_day" 422 "H3" "La décision se situe entre le {from} et le {until}." "The decision lies between {from} and {until}.";
    SittingState "sitting.state" 409 "" "Cette séance est close ou annulée." "This sitting is closed or cancelled.";
    SittingTooEarly "sitting.too_early" 422 "" "Les décisions de cette séance peuvent être enregistrées à partir du {from}." "The decisions of this sitting can be recorded from {from}.";
    SittingUndecided "sitting.undecided" 422 "" "Chaque demande de l’ordre du jour appelle une décision, et une seule." "Each request of the agenda needs one decision.";
    SittingOnAgenda "sitting.on_agenda" 409 "" "Cette demande est déjà à l’ordre du jour d’une autre séance." "This request is on the agenda of another sitting already.";
    SittingNotEmpty "sitting.not_empty" 409 "" "Des demandes sont à l’ordre du jour de cette séance : retirez-les d’abord." "Requests are on the agenda of this sitting: remove them first.";

    // Organisation.
    AddressUnknownCommune "address.unknown_commune" 422 "O1" "Ce code postal ne correspond à aucune commune. Pour un CEDEX, indiquez le code postal de la commune." "This postal code is that of no commune. For a CEDEX, give the commune's postal code.";
    AddressCommuneAmbiguous "address.commune_ambiguous" 422 "O1" "Ce code postal couvre plusieurs communes : choisissez la commune." "This postal code covers several communes: choose the commune.";
    SiretInvalid "siret.invalid" 422 "O3" "Ce numéro SIRET n’est pas valide." "This SIRET number is not valid.";
    SiretAlreadyRegistered "siret.already_registered" 409 "O3" "Une organisation est déjà enregistrée avec ce SIRET." "An organisation is already registered with this SIRET.";
    RegisterUnknownSiret "register.unknown_siret" 404 "B19" "Le registre public des entreprises ne montre aucun établissement avec ce SIRET. Vérifiez-le ; s’il est exact, remplissez les champs vous-même." "The public register of companies shows no establishment with this SIRET. Check it; where it is right, fill in the fields yourself.";
    RegisterUnreachable "register.unreachable" 424 "B19" "Le registre public des entreprises n’est pas joignable pour le moment : remplissez les champs vous-même." "The public register of companies cannot be reached for now: fill in the fields yourself.";

    // Users.
    EmailAlreadyUsed "email.already_used" 409 "U1" "Cette adresse est déjà utilisée." "This address is already used.";
    DelegationNone "delegation.none" 403 "U3" "Aucune habilitation ne vous est déléguée." "No habilitation is delegated to you.";
    OnboardingRequired "onboarding.required" 403 "U5" "Terminez d’abord votre première connexion." "Finish your first sign-in first.";

    UnsubscribeUnknown "unsubscribe.unknown" 404 "U6" "Ce lien de désabonnement n’est pas reconnu. Choisissez vos messages dans « Mon compte »." "This unsubscribe link is not known. Choose your messages in your account.";
    GestionnaireLast "gestionnaire.last" 409 "U4" "Une organisation garde au moins un gestionnaire : désignez-en d’abord un autre." "An organisation keeps at least one gestionnaire: name another one first.";
    OnboardingIncomplete "onboarding.incomplete" 422 "U5" "Cette étape reste à faire." "This step remains to be done.";
    IdentityFixed "identity.fixed" 422 "" "Votre identité figure dans des actes déjà enregistrés : demandez sa correction à votre caisse." "Your identity stands in records already made: ask your caisse to correct it.";
    PasswordTooShort "password.too_short" 422 "" "{minimum} caractères au moins." "At least {minimum} characters.";
    PasswordPersonal "password.personal" 422 "" "Ce mot de passe contient votre nom, votre adresse ou votre numéro." "This password contains your name, your address or your number.";
    PasswordLeaked "password.leaked" 422 "" "Ce mot de passe est trop facile à deviner : il figure dans des listes de mots de passe connus, ou leur ressemble." "This password is too easy to guess: it stands in lists of known passwords, or resembles them.";
    PasswordWrong "password.wrong" 422 "A14" "Ce n’est pas votre mot de passe actuel." "This is not your present password.";
    LinkUnknown "link.unknown" 404 "" "Ce lien n’est pas valable. Vérifiez que l’adresse est complète." "This link is not valid. Check that the address is complete.";
    LinkUsed "link.used" 410 "" "Ce lien a déjà servi, ou un autre l’a remplacé." "This link was already used, or another one replaced it.";
    LinkExpired "link.expired" 410 "" "Ce lien n’est plus valable depuis le {since}." "This link is no longer valid since {since}.";
    SecondFactorRequired "second_factor.required" 403 "A12" "Mettez d’abord en place une double authentification." "Set up a second factor first.";
    SecondFactorWrong "second_factor.wrong" 422 "A12" "Ce code ou cette clé n’est pas reconnu, ou a déjà servi." "This code or key is not recognised, or was used before.";
    SecondFactorExpired "second_factor.expired" 410 "A12" "Cette étape a duré trop longtemps : recommencez." "This step took too long: begin again.";
    SecondFactorLast "second_factor.last" 409 "A12" "Votre rôle demande une double authentification : ajoutez-en une autre avant de supprimer celle-ci." "Your role needs a second factor: add another one before you remove this one.";
    SecondFactorNone "second_factor.none" 409 "A12" "Aucune double authentification de cette sorte n’est en place." "No second factor of this kind is set up.";
    PasskeyUnavailable "passkey.unavailable" 409 "A12" "Les clés d’accès ne peuvent pas servir à cette adresse du site." "Passkeys cannot be used at this address of the site.";
    StepUpRequired "step_up.required" 403 "A14" "Confirmez d’abord votre identité : elle l’a été il y a plus de {minutes} minutes." "Confirm your identity first: it was confirmed more than {minutes} minutes ago.";
    OidcUnknown "oidc.unknown" 403 "A13" "Aucun compte Forprev n’est lié à cette identité : connectez-vous avec votre mot de passe, puis liez-la dans « Mon compte »." "No Forprev account is linked to this identity: sign in with your password, then link it in your account.";
    OidcTaken "oidc.taken" 409 "A13" "Cette identité est déjà liée à un autre compte Forprev." "This identity is linked to another Forprev account already.";
    OidcRefused "oidc.refused" 422 "A13" "Le fournisseur d’identité n’a pas confirmé qui vous êtes : recommencez, ou connectez-vous avec votre mot de passe." "The identity provider did not confirm who you are: begin again, or sign in with your password.";
    OidcExpired "oidc.expired" 410 "A13" "Cette étape a duré trop longtemps, ou a déjà servi : recommencez." "This step took too long, or was used before: begin again.";
    OidcUnavailable "oidc.unavailable" 424 "A13" "Le fournisseur d’identité ne répond pas comme attendu : réessayez plus tard, ou connectez-vous avec votre mot de passe." "The identity provider does not answer as expected: try again later, or sign in with your password.";
    // Support.
    SupportReadOnly "support.read_only" 403 "N5" "Une vue d’assistance est en lecture seule." "A support view is read only.";
    SupportNotShown "support.not_shown" 403 "N5" "Une vue d’assistance ne montre ni stagiaire ni certificat." "A support view shows neither trainees nor certificates.";
    SupportEnded "support.ended" 403 "N5" "Cette vue d’assistance est terminée." "This support view has ended.";
    RecoveryOpen "recovery.open" 409 "A15" "Un rétablissement est déjà en cours pour cette personne." "A recovery is under way for this person already.";
    RecoverySameAgent "recovery.same_agent" 403 "A15" "Un rétablissement est confirmé par un autre agent que celui qui l’a demandé." "A recovery is confirmed by another agent than who opened it.";
    RecoveryOver "recovery.over" 409 "A15" "Ce rétablissement n’attend plus : il est déjà confirmé, ou terminé." "This recovery waits no longer: it is confirmed already, or over.";
    AccountClosed "account.closed" 409 "" "Ce compte est fermé." "This account is closed.";
    MergeSelf "merge.self" 422 "A15" "Un compte ne peut pas être fusionné avec lui-même." "An account cannot be merged with itself.";
    MergeAlready "merge.already" 409 "A15" "L’un de ces comptes est déjà fusionné avec un autre." "One of these accounts is already merged into another.";
    MergeAgent "merge.agent" 409 "A15" "Un compte d’agent ne se fusionne pas : retirez d’abord ce rôle." "An agent's account is not merged: end that role first.";
    MergeSuspended "merge.suspended" 409 "A15" "Les deux comptes ont le même rôle, avec des droits différents : rétablissez ou retirez l’un des deux d’abord." "Both accounts have the same role, with different rights: resume or remove one of them first.";
    MergeTooLate "merge.too_late" 409 "A15" "Cette fusion pouvait être annulée jusqu’au {until}." "This merge could be undone until {until}.";
    MergeChanged "merge.changed" 409 "A15" "Ce qui a été fusionné a changé depuis : la fusion ne peut plus être annulée." "What was merged has changed since: the merge can no longer be undone.";
    AgentLast "agent.last" 409 "" "L’INRS doit garder au moins un administrateur : désignez-en d’abord un autre." "INRS keeps at least one administrator: name another one first.";
    UserExists "user.exists" 409 "U2" "Cette personne a déjà ce rôle ici." "This person has this role here already.";
    InvitationExists "invitation.exists" 409 "U2" "Une invitation attend déjà à cette adresse, pour ce rôle : renvoyez-la ou annulez-la." "An invitation waits at this address already, for this role: send it again or cancel it.";
    OrganisationUnknown "organisation.unknown" 404 "" "Aucune organisation que vous puissiez voir ne porte ce SIRET." "No organisation that you may see has this SIRET.";
    InvitationUnknown "invitation.unknown" 404 "" "Ce lien d’invitation n’est pas valable : ouvrez celui du dernier message reçu." "This link is not valid: open that of the last message received.";
    InvitationExpired "invitation.expired" 410 "" "Cette invitation a expiré : demandez qu’elle vous soit renvoyée." "This invitation has expired: ask for it to be sent again.";
    InvitationUsed "invitation.used" 410 "" "Cette invitation a déjà été acceptée : connectez-vous." "This invitation was accepted already: sign in.";
    InvitationCancelled "invitation.cancelled" 410 "" "Cette invitation a été annulée." "This invitation was cancelled.";
    InvitationSignIn "invitation.sign_in" 409 "U2" "Votre adresse a déjà un compte : connectez-vous pour accepter." "Your address has an account already: sign in to accept.";
    InvitationAnother "invitation.another_person" 403 "U2" "Cette invitation s’adresse à une autre personne." "This invitation is for another person.";
    DelegationMissing "delegation.missing" 422 "U3" "Choisissez au moins une habilitation." "Choose at least one habilitation.";
    HandOverNeeded "hand_over.needed" 422 "" "Sessions ouvertes à confier à un autre utilisateur : {count}." "Open sessions to hand over to another user: {count}.";
    HandOverUnable "hand_over.unable" 422 "" "Cette personne ne peut pas reprendre ces sessions : choisissez un gestionnaire, ou un délégataire de leurs habilitations." "This person cannot take these sessions over: choose a gestionnaire, or a délégataire of their habilitations.";
    PersonBirthDate "person.birth_date" 422 "U2" "Cette date de naissance n’est pas possible." "This birth date is not possible.";

    // Session.
    SessionWindowTooEarly "session.window.too_early" 422 "S1" "Cette session peut être déclarée à partir du {from}." "This session can be declared from {from}.";
    SessionWindowTooLate "session.window.too_late" 422 "S1" "Cette session devait être déclarée au plus tard le {until}." "This session had to be declared by {until}.";
    SessionClosed "session.closed" 422 "S2" "Cette session est close : le dernier jour était le {until}." "This session is closed: its last day was {until}.";
    ResultsTooEarly "results.too_early" 422 "S2" "Les résultats peuvent être saisis à partir du {from}." "Results can be entered from {from}.";
    CertificatesTooEarly "certificates.too_early" 422 "S2" "Les certificats peuvent être générés à partir du {from}." "Certificates can be generated from {from}.";
    FormateurNotQualified "formateur.not_qualified" 422 "S4" "Ce formateur n’est pas qualifié pour ce dispositif et ce niveau le {day}." "This formateur is not qualified for this dispositif and level on {day}.";
    FormateurQualificationExpired "formateur.qualification_expired" 422 "S4" "La qualification de ce formateur a pris fin le {until}." "This formateur's qualification ended on {until}.";
    FormateurUnknown "formateur.unknown" 422 "S4" "Aucun formateur ne porte ce numéro." "No formateur has this number.";
    SessionFormateursMissing "session.formateurs_missing" 422 "S5" "Formateurs nécessaires : {minimum} au moins, tous différents, dont un et un seul responsable de la vérification." "At least {minimum} different formateur(s) are needed, one and only one of them the lead.";
    SessionTooFewTrainees "session.too_few_trainees" 422 "S6" "Stagiaires nécessaires : {minimum} au moins ; la session en compte {count}." "At least {minimum} trainee(s) are needed; the session has {count}.";
    SessionTooManyTrainees "session.too_many_trainees" 422 "S6" "Stagiaires acceptés : {maximum} au plus ; la session en compte {count}." "At most {maximum} trainees are allowed; the session has {count}.";
    TraineeDuplicate "trainee.duplicate" 422 "S7" "Ce stagiaire figure déjà à la ligne {line}." "This trainee already stands on line {line}.";
    TraineeBirthDate "trainee.birth_date" 422 "S8" "Un stagiaire a de {minimum} à {maximum} ans à la fin de la session." "A trainee is {minimum} to {maximum} years old when the session ends.";
    TraineeIsFormateur "trainee.is_formateur" 422 "S8" "Un formateur de la session ne peut pas en être stagiaire." "A formateur of the session cannot be one of its trainees.";
    SessionState "session.state" 409 "S10" "L’état de la session ne le permet pas." "The state of the session does not allow it.";
    ResultsIncomplete "results.incomplete" 422 "S11" "Chaque stagiaire doit avoir un résultat, et un seul." "Every trainee must have one result.";
    ResultsNotConfirmed "results.not_confirmed" 422 "S11" "Confirmez les dates et les identités." "Confirm the dates and the identities.";
    SamePerson "double_validation.same_person" 403 "S13" "La personne qui a vérifié la session ne peut pas générer les certificats." "The person who verified the session may not generate the certificates.";
    ClientValidation "double_validation.client" 403 "S13" "Un système connecté ne peut pas faire cette validation." "A connected system may not do this validation.";
    ContentChanged "double_validation.content_changed" 403 "S13" "Le contenu de la session n’est plus celui qui a été vérifié." "The session's content is no longer what was verified.";
    TraineeFieldNotAllowed "trainee.field_not_allowed" 422 "S15" "D’un stagiaire acteur, seuls le nom, le prénom et la date de naissance peuvent être enregistrés." "Of an acteur trainee, only last name, first name and birth date can be stored.";
    TraineeIdentityIncomplete "trainee.identity_incomplete" 422 "S15" "Indiquez l’adresse e-mail ou le numéro Forprev de ce futur formateur." "Give the e-mail address or the Forprev number of this future formateur.";
    TraineeUnknownPerson "trainee.unknown_person" 422 "C4" "Cette adresse ou ce numéro est celui d’une autre identité." "This address or number belongs to another identity.";

    // Audits and visits.
    VisitState "visit.state" 409 "" "L’état de cet audit ou de cette visite ne le permet pas." "The state of this audit or visit does not allow it.";
    VisitTooEarly "visit.too_early" 422 "" "Le compte rendu peut être enregistré à partir du {from}." "The report can be recorded from {from}.";
    VisitActionsOpen "visit.actions_open" 409 "" "{count} actions correctives attendent encore d’être constatées faites ou non faites." "{count} corrective actions still wait to be seen done or not done.";

    // Organisation.
    OrganisationIncomplete "organisation.incomplete" 422 "O6" "À remplir avant de soumettre le dossier." "To be filled before the file is submitted.";
    UrssafTooOld "urssaf.too_old" 422 "O4" "Cette attestation a plus de {months} mois : elle était valable jusqu’au {until}." "This certificate is older than {months} months: it was good until {until}.";
    UrssafInFuture "urssaf.in_future" 422 "O4" "Cette attestation ne peut pas être datée d’après le {today}." "This certificate cannot be dated later than {today}.";
    FileState "organisation_file.state" 409 "O6" "L’état du dossier ne le permet pas." "The state of the file does not allow it.";
    OrganisationInstructed "organisation.instructed" 422 "O2" "Ce changement est examiné par votre caisse : demandez une modification." "This change is examined by your caisse: open a change.";
    ChangeEmpty "organisation.change_empty" 422 "O2" "Rien de ce que votre caisse examine n’a changé." "Nothing that your caisse examines has changed.";
    FileOpen "organisation_file.open" 409 "O2" "Un dossier est déjà en cours pour cette organisation." "A file is already running for this organisation.";

    // Letter.
    LetterPlaceholderUnknown "letter.placeholder_unknown" 422 "" "Rien ne porte le nom « {name} » : voyez la liste des mots à insérer." "Nothing is called “{name}”: see the list of placeholders.";
    LetterPlaceholderMissing "letter.placeholder_missing" 422 "" "Une lettre de ce genre doit contenir « {name} » entre accolades." "A letter of this kind must hold “{name}” between braces.";
    LetterBraces "letter.braces" 422 "" "Des accolades ouvertes ne sont pas fermées sur la même ligne." "Braces that are opened are not closed on the same line.";
    LetterAppealMissing "letter.appeal_missing" 422 "" "Une lettre de ce genre doit indiquer les voies et délais de recours." "A letter of this kind must name the ways of appeal and their delays.";

    // Certificate.
    CertificateNoLongerAvailable "certificate.no_longer_available" 410 "C2" "Ce certificat n’est plus disponible depuis le {since} : aucun duplicata n’existe." "This certificate is no longer available since {since}: no duplicate exists.";
    CertificateExpired "certificate.expired" 410 "C3" "Ce certificat a expiré le {until}." "This certificate expired on {until}.";
    CertificateNotInForce "certificate.not_in_force" 410 "C3" "Ce certificat a été révoqué : il ne peut plus être téléchargé." "This certificate was revoked: it can no longer be downloaded.";
    CertificateRevoked "certificate.revoked" 409 "C7" "Ce certificat est déjà révoqué." "This certificate is already revoked.";

    // Attachments.
    AttachmentType "attachment.type" 422 "" "Seuls les PDF et les images JPEG ou PNG sont acceptés : ce fichier n’en est pas, quel que soit son nom." "Only PDF, JPEG and PNG are taken: this file is none of them, whatever its name.";
    AttachmentEmpty "attachment.empty" 422 "" "Ce fichier est vide." "This file is empty.";
    AttachmentCut "attachment.cut" 422 "" "Ce fichier est incomplet : sa fin manque." "This file is incomplete: its end is missing.";
    AttachmentTooLarge "attachment.too_large" 413 "" "Ce fichier dépasse {megabytes} Mo." "This file is larger than {megabytes} MB.";
    AttachmentInterrupted "attachment.interrupted" 400 "" "L’envoi n’est pas arrivé en entier : recommencez." "The upload did not arrive whole: send it again.";
    AttachmentTooMany "attachment.too_many" 409 "" "{maximum} documents au plus : retirez-en d’abord." "At most {maximum} documents: remove some first.";
    AttachmentEnded "attachment.ended" 409 "" "Ce document a déjà été remplacé ou retiré." "This document was replaced or removed already.";

    // Files of trainees.
    ImportUnreadable "import.unreadable" 422 "" "Ce fichier ne peut pas être lu : attendu un CSV ou un classeur XLSX." "This file cannot be read: a CSV or XLSX file is expected.";
    ImportOtherLines "import.other_lines" 422 "" "Ligne correcte, non enregistrée : d’autres lignes sont à corriger." "A good line, not stored: other lines need correcting.";
    ImportEmpty "import.empty" 422 "" "Ce fichier ne contient aucune ligne." "This file has no line.";
    ImportColumns "import.columns" 422 "" "Les colonnes attendues sont : nom, prénom, date de naissance." "The expected columns are: last name, first name, birth date.";
}

impl Code {
    /// The kind of problem in a few words, by status.
    #[must_use]
    pub const fn title(self, language: Language) -> &'static str {
        match (self.status(), language) {
            (400, Language::French) => "Demande illisible",
            (400, Language::English) => "Unreadable request",
            (401, Language::French) => "Connexion nécessaire",
            (401, Language::English) => "Sign-in needed",
            (403, Language::French) => "Action non autorisée",
            (403, Language::English) => "Not allowed",
            (404, Language::French) => "Introuvable",
            (404, Language::English) => "Not found",
            (405, Language::French) => "Méthode non acceptée",
            (405, Language::English) => "Method not allowed",
            (409, Language::French) => "Conflit avec l’état actuel",
            (409, Language::English) => "Conflict with the present state",
            (410, Language::French) => "Plus disponible",
            (410, Language::English) => "No longer available",
            (412, Language::French) => "Données modifiées entre-temps",
            (412, Language::English) => "Changed meanwhile",
            (413, Language::French) => "Contenu trop volumineux",
            (413, Language::English) => "Body too large",
            (415, Language::French) => "Type de contenu non accepté",
            (415, Language::English) => "Media type not accepted",
            (424, Language::French) => "Service extérieur indisponible",
            (424, Language::English) => "Outside service unavailable",
            (428, Language::French) => "Version à préciser",
            (428, Language::English) => "Version needed",
            (429, Language::French) => "Trop de demandes",
            (429, Language::English) => "Too many requests",
            (500, Language::French) => "Erreur interne",
            (500, Language::English) => "Internal error",
            (503, Language::French) => "Service indisponible",
            (503, Language::English) => "Service unavailable",
            (_, Language::French) => "Données à corriger",
            (_, Language::English) => "Data to correct",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::ALL.iter().copied().find(|code| code.as_str() == text).unwrap_or(Self::Unknown))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(text.parse().unwrap_or(Self::Unknown))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Code {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("The reason, as machines read it. Further ones may be added within v1."))
            .examples([serde_json::json!("session.window.too_early")])
            .build()
            .into()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Code {}
