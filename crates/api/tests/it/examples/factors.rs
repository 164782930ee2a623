//! The examples of second factors: what is drawn anew each time is named.

use super::*;

/// Sends this, and keeps it as it is documented: what was drawn is never the same twice.
pub(super) async fn drawn(
    told: &mut Told,
    app: &TestApp,
    by: Option<&Cookies>,
    endpoint: Endpoint,
    real: Value,
    documented: Value,
) -> Answer {
    let (method, path) = (endpoint.method.as_str(), endpoint.path);
    let asked = by.map_or_else(|| request(app, method, path), |by| by.request(app, method, path));
    let answer = send(asked.json(&real)).await;
    told.keep(endpoint, Some(documented), &answer);
    answer
}

/// Options for a browser, whose random parts have a name in the document.
fn options_of(told: &mut Told, answer: &Answer, token: &str) -> PasskeyOptions {
    let options: PasskeyOptions = serde_json::from_str(&answer.text).unwrap();
    told.name(&options.token, token);
    told.name(options.options["challenge"].as_str().unwrap(), "c2l4dGVlbi1ieXRlcy1vZi1jaGFuY2U");
    options
}

fn name_codes(told: &mut Told, codes: &[String]) {
    for (code, last) in codes.iter().zip('A'..) {
        told.name(code, &format!("K7QX-M2WN-5TR{last}"));
    }
}

/// Second factors are set up, used, removed and taken away.
pub(super) async fn of_second_factors(app: &TestApp, told: &mut Told) {
    let louis = app.person_named("Petit", "Louis", &[Holding::Demandeur]);
    told.name(louis.id, &format!("{MADE_UP}06"));
    told.name(&louis.forprev_number, "JKA37876");
    told.name(&louis.email, "louis.petit@example.fr");
    let by = Cookies::of(app, &louis.email).await;
    let begun: TotpSetup =
        serde_json::from_str(&told.call(app, Some(&by), e::BEGIN_TOTP, e::BEGIN_TOTP.path, 0).await.text)
            .unwrap();
    told.name(&begun.token, "token-of-the-setting-up");
    told.name(serde_json::to_string(&begun.qr_svg).unwrap().trim_matches('"'), "<svg></svg>");
    told.name(&begun.secret, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
    let code = |steps| second_factor::code(app, &begun.secret, steps);
    let confirmed = drawn(
        told,
        app,
        Some(&by),
        e::CONFIRM_TOTP,
        json!({ "token": begun.token, "code": code(0), "name": "Téléphone" }),
        json!({ "token": "token-of-the-setting-up", "code": "492039", "name": "Téléphone" }),
    );
    let added: AddedFactor = serde_json::from_str(&confirmed.await.text).unwrap();
    told.name(added.factor.id, &format!("{MADE_UP}07"));
    name_codes(told, &added.recovery_codes);

    let asked = told.call(app, Some(&by), e::BEGIN_PASSKEY, e::BEGIN_PASSKEY.path, 0).await;
    let options = options_of(told, &asked, "token-of-the-passkey");
    told.name(options.options["user"]["id"].as_str().unwrap(), "AZjA3gAAcACAAAAAAAAABg");
    let (mut passkey, credential) = Authenticator::create(&options, 7);
    let made = drawn(
        told,
        app,
        Some(&by),
        e::FINISH_PASSKEY,
        json!({ "token": options.token, "credential": credential, "name": "Portable" }),
        json!({ "token": "token-of-the-passkey", "credential": { "id": "BwcHBwcHBwcHBwcHBwcHBw", "type": "public-key" }, "name": "Portable" }),
    );
    let made: AddedFactor = serde_json::from_str(&made.await.text).unwrap();
    told.name(made.factor.id, &format!("{MADE_UP}08"));

    let shown = json!({ "id": "BwcHBwcHBwcHBwcHBwcHBw", "type": "public-key" });
    let asked = told.call(app, Some(&by), e::BEGIN_PASSKEY_STEP_UP, e::BEGIN_PASSKEY_STEP_UP.path, 0).await;
    let options = options_of(told, &asked, "token-of-the-confirmation");
    let real = json!({ "token": options.token, "credential": passkey.get(&options) });
    let documented = json!({ "token": "token-of-the-confirmation", "credential": shown });
    drawn(told, app, Some(&by), e::FINISH_PASSKEY_STEP_UP, real, documented).await;
    let password = json!({ "password": PASSWORD });
    drawn(told, app, Some(&by), e::STEP_UP, password.clone(), password).await;
    let renewed = told.call(app, Some(&by), e::RENEW_RECOVERY_CODES, e::RENEW_RECOVERY_CODES.path, 0).await;
    let renewed: RecoveryCodes = serde_json::from_str(&renewed.text).unwrap();
    name_codes(told, &renewed.codes);
    told.call(app, Some(&by), e::LIST_SECOND_FACTORS, e::LIST_SECOND_FACTORS.path, 0).await;

    let pending = login(app, &louis.email, PASSWORD).await.json();
    let token = pending["second_factor"]["token"].as_str().unwrap().to_owned();
    let (real, documented) = (
        |code: &str| json!({ "token": token, "code": code }),
        |code: &str| json!({ "token": "token-of-the-sign-in", "code": code }),
    );
    drawn(told, app, None, e::LOGIN_TOTP, real(&code(1)), documented("492039")).await;
    drawn(told, app, None, e::LOGIN_RECOVERY, real(&renewed.codes[0]), documented("K7QX-M2WN-5TRA")).await;
    let (begin, begun) = (json!({ "token": token }), json!({ "token": "token-of-the-sign-in" }));
    let asked = drawn(told, app, None, e::BEGIN_PASSKEY_LOGIN, begin, begun).await;
    let options = options_of(told, &asked, "token-of-the-question");
    let real = json!({ "token": options.token, "credential": passkey.get(&options) });
    let documented = json!({ "token": "token-of-the-question", "credential": shown });
    drawn(told, app, None, e::FINISH_PASSKEY_LOGIN, real, documented).await;

    let path = e::REMOVE_SECOND_FACTOR.path_with(&[&added.factor.id.to_string()]);
    told.call(app, Some(&by), e::REMOVE_SECOND_FACTOR, &path, 0).await;
    let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
    let inrs = Cookies::of(app, &inrs.email).await;
    let path = e::RESET_SECOND_FACTORS.path_with(&[&louis.id.to_string()]);
    told.call(app, Some(&inrs), e::RESET_SECOND_FACTORS, &path, 0).await;
}
