//! A notification in words: the same on the dashboard and in a mail.

use super::{Facts, Kind, habilitations::organisation_page};
use crate::calendar::{french_day, french_moment};

/// What to press, in a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What stands on it.
    pub label: &'static str,
    /// The page of the application, from its root; or the one-time link of the facts.
    pub page: Page,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// A page of the application.
    Path(String),
    /// The page of the one-time link.
    OneTime,
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// In a few words: the subject of a mail.
    pub title: String,
    /// In a sentence or two, each a paragraph.
    pub paragraphs: Vec<String>,
    /// What to press.
    pub link: Option<Link>,
}

impl Words {
    pub(super) fn new(title: impl Into<String>, paragraphs: &[&str]) -> Self {
        let paragraphs = paragraphs.iter().filter(|text| !text.is_empty());
        Self {
            title: title.into(),
            paragraphs: paragraphs.map(|text| (*text).to_owned()).collect(),
            link: None,
        }
    }

    pub(super) fn leading(self, label: &'static str, path: impl Into<String>) -> Self {
        Self { link: Some(Link { label, page: Page::Path(path.into()) }), ..self }
    }

    fn opening(self, label: &'static str) -> Self {
        Self { link: Some(Link { label, page: Page::OneTime }), ..self }
    }

    /// The page of the application where it leads, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self.link.as_ref().map(|link| &link.page) {
            Some(Page::Path(path)) => Some(path),
            _ => None,
        }
    }
}

const ACCOUNT: &str = "/mon-compte";
const SECOND_FACTORS: &str = "/mon-compte/double-authentification";
const IDENTITIES: &str = "/mon-compte/identites";
const IGNORE: &str =
    "Si vous n’êtes pas à l’origine de cette demande, ne faites rien : ce lien ne sert à personne d’autre.";
const NOT_YOU: &str = "Si ce n’est pas vous, changez votre mot de passe sans attendre, et fermez les sessions ouvertes \
                       dans « Mon compte ».";

pub(super) fn text(value: Option<&String>) -> &str {
    value.map_or("", String::as_str)
}

/// What became of second factors; nothing of what an older version does not know.
fn of_factors(facts: &Facts) -> Option<String> {
    let words = match facts.what.as_deref()? {
        "totp.added" => "une application a été ajoutée",
        "totp.removed" => "une application a été supprimée",
        "passkey.added" => "une clé d’accès a été ajoutée",
        "passkey.removed" => "une clé d’accès a été supprimée",
        "recovery.renewed" => "de nouveaux codes de secours remplacent ceux d’avant",
        "recovery.used" => "un code de secours a servi à vous connecter",
        "reset" => "l’INRS l’a retirée, et vos sessions ouvertes sont fermées",
        _ => return None,
    };
    Some(words.to_owned())
}

/// What became of the identity at a provider; nothing of what an older version does not know.
fn of_provider(facts: &Facts) -> Option<String> {
    let by = facts.by.as_deref().unwrap_or("un fournisseur d’identité");
    match facts.what.as_deref()? {
        "linked" => Some(format!("{by} peut désormais servir à l’ouvrir")),
        "removed" => Some(format!("{by} ne sert plus à l’ouvrir")),
        _ => None,
    }
}

/// Which parts of an identity were corrected.
fn of_identity(facts: &Facts) -> String {
    let word = |name: &str| match name {
        "last_name" => "le nom",
        "first_name" => "le prénom",
        "birth_date" => "la date de naissance",
        _ => "l’identité",
    };
    text(facts.what.as_ref()).split(',').map(word).collect::<Vec<_>>().join(", ")
}

/// What happened to a firm, one phrase each; nothing of what an older version does not know.
fn of_firm(facts: &Facts) -> String {
    let phrase = |what: &str| match what {
        "closed" => Some(
            facts.until.map_or("est fermé".into(), |day| format!("est fermé depuis le {}", french_day(day))),
        ),
        "renamed" => Some(format!("s’appelle désormais{}", with(" ", facts.new_name.as_ref()))),
        "moved" => Some(format!("a une nouvelle adresse{}", with(" : ", facts.new_address.as_ref()))),
        _ => None,
    };
    let phrases: Vec<String> = text(facts.what.as_ref()).split(',').filter_map(phrase).collect();
    if phrases.is_empty() { "a changé".to_owned() } else { phrases.join(", et ") }
}

/// « SST, niveau 1, du 31 août 2026 à Nantes ».
fn session(facts: &Facts) -> String {
    let mut out = training(facts);
    if let Some(day) = facts.ends_on {
        out.push_str(&format!(" du {}", french_day(day)));
    }
    if let Some(city) = &facts.city {
        out.push_str(&format!(" à {city}"));
    }
    out
}

pub(super) fn training(facts: &Facts) -> String {
    let dispositif = text(facts.dispositif.as_ref()).replace('_', " ");
    facts.level.map_or_else(|| dispositif.clone(), |level| format!("{dispositif} niveau {level}"))
}

pub(super) fn until(facts: &Facts) -> String {
    facts.until.map(french_day).unwrap_or_default()
}

/// « , le 23 novembre 2026 à 9 h 00 » where it is known.
fn moment(facts: &Facts) -> String {
    facts.at.map(|at| format!(", le {}", french_moment(at))).unwrap_or_default()
}

pub(super) fn with(before: &str, value: Option<&String>) -> String {
    value.map(|value| format!("{before}{value}")).unwrap_or_default()
}

impl Kind {
    /// What it says, of these facts.
    ///
    /// ```
    /// use forprev_core::notification::{Facts, Kind};
    /// let facts = Facts { dispositif: Some("SST".into()), level: Some(1), ..Facts::default() };
    /// assert_eq!(Kind::SessionSubmitted.words(&facts).title, "Session SST niveau 1 à vérifier");
    /// ```
    #[must_use]
    pub fn words(self, facts: &Facts) -> Words {
        match self {
            Self::SessionSubmitted
            | Self::SessionReturned
            | Self::SessionReopened
            | Self::SessionVerified
            | Self::SessionReminder
            | Self::SessionCertified
            | Self::SessionCancelled => self.of_session(facts),
            Self::RequestSubmitted
            | Self::RequestCompleted
            | Self::RequestReturned
            | Self::RequestMoved
            | Self::RequestMessage
            | Self::RequestGranted
            | Self::RequestRefused
            | Self::RequestAssigned
            | Self::RequestArrived
            | Self::RequestAdjourned => self.of_request(facts),
            Self::HabilitationSuspended | Self::HabilitationLifted | Self::HabilitationWithdrawn => {
                self.of_habilitation(facts)
            }
            Self::HabilitationExpiring
            | Self::QualificationExpiring
            | Self::FirmChanged
            | Self::CertificateRevoked => self.of_dates(facts),
            Self::FileSubmitted
            | Self::FileReturned
            | Self::FileValidated
            | Self::FileRefused
            | Self::FileResubmitted
            | Self::FileAssigned
            | Self::FileMessage => self.of_file(facts),
            Self::UserInvited
            | Self::UserAdded
            | Self::UserRemoved
            | Self::UserSuspended
            | Self::SuccessorNamed
            | Self::AccessReview => self.of_users(facts),
            _ if self.as_str().starts_with("visit.") => self.of_visit(facts),
            _ => self.of_account(facts),
        }
    }

    fn of_session(self, facts: &Facts) -> Words {
        let (short, long) = (training(facts), session(facts));
        let page = format!("/sessions/{}", text(facts.session_id.as_ref()));
        match self {
            Self::SessionReturned => Words::new(
                format!("Session {short} à corriger"),
                &[&format!(
                    "Le formateur a renvoyé la session {long} avec un commentaire. Corrigez-la, puis transmettez-la de \
                     nouveau."
                )],
            )
            .leading("Corriger la session", page),
            Self::SessionReopened => Words::new(
                format!("Session {short} à vérifier de nouveau"),
                &[&format!(
                    "L’organisme vous a renvoyé la session {long} avec un commentaire. Les résultats sont à saisir de \
                     nouveau."
                )],
            )
            .leading("Vérifier la session", page),
            Self::SessionVerified => Words::new(
                format!("Session {short} : certificats à générer"),
                &[&format!(
                    "Le formateur a saisi les résultats de la session {long}. Vous pouvez générer les certificats."
                )],
            )
            .leading("Générer les certificats", page),
            Self::SessionReminder => Words::new(
                format!("Rappel : session {short} en attente"),
                &[&format!("La session {long} attend une action de votre part depuis plus de 7 jours.")],
            )
            .leading("Ouvrir la session", page),
            Self::SessionCertified => Words::new(
                format!("Session {short} : certificats générés"),
                &[&format!(
                    "Les certificats de la session {long} sont générés. Ils peuvent être téléchargés pendant un temps \
                     limité : passé ce délai, aucun duplicata n’existe."
                )],
            )
            .leading("Télécharger les certificats", page),
            Self::SessionCancelled => Words::new(
                format!("Session {short} annulée"),
                &[&format!("L’organisme a annulé la session {long}. Vous n’avez plus rien à faire.")],
            ),
            _ => Words::new(
                format!("Session {short} à vérifier"),
                &[&format!(
                    "La session {long} vous est transmise. Confirmez les dates et les identités, puis saisissez les \
                     résultats."
                )],
            )
            .leading("Vérifier la session", page),
        }
    }

    fn of_dates(self, facts: &Facts) -> Words {
        match self {
            Self::HabilitationExpiring => Words::new(
                format!("Habilitation {} : échéance le {}", training(facts), until(facts)),
                &[&format!(
                    "L’habilitation {}{} prend fin le {}. Sans renouvellement, aucune session terminée après cette date \
                     ne pourra être certifiée.",
                    text(facts.habilitation_number.as_ref()),
                    with(" de ", facts.organisation.as_ref()),
                    until(facts),
                )],
            )
            .leading("Voir la situation", "/"),
            Self::QualificationExpiring => Words::new(
                format!("Qualification {} : échéance le {}", text(facts.what.as_ref()), until(facts)),
                &[
                    &format!(
                        "Votre qualification « {} » prend fin le {}. Passé ce jour, vous ne pourrez plus animer de \
                         session de ce dispositif.",
                        text(facts.what.as_ref()),
                        until(facts),
                    ),
                    "Inscrivez-vous à une session de maintien et d’actualisation des compétences (MAC) avant cette date.",
                ],
            )
            .leading("Voir ma situation", "/mes-certificats"),
            Self::FirmChanged => {
                let name = facts.organisation.as_deref().unwrap_or("un organisme");
                Words::new(
                    format!("{name} : changement au registre des entreprises"),
                    &[
                        &format!(
                            "D’après le registre public des entreprises, l’établissement « {name} » {}.",
                            of_firm(facts)
                        ),
                        "Vérifiez ce qu’il en est : si c’est exact, les données de l’organisme sont à mettre à jour.",
                    ],
                )
                .leading("Voir l’organisme", organisation_page(facts))
            }
            _ => Words::new(
                "Certificat révoqué",
                &[&format!(
                    "Le certificat {} a été révoqué. Il reste vérifiable, avec la mention « révoqué ».",
                    text(facts.certificate_number.as_ref()),
                )],
            ),
        }
    }

    fn of_users(self, facts: &Facts) -> Words {
        let at = with(" de ", facts.organisation.as_ref());
        let role = facts.what.as_ref().map_or_else(|| "utilisateur".to_owned(), Clone::clone);
        match self {
            Self::UserInvited => Words::new(
                format!("Invitation : {role}{at}"),
                &[
                    &format!("Vous êtes invité à rejoindre Forprev comme {role}{at}."),
                    "Ce lien vaut 5 jours. Si vous avez déjà un compte, il vous demandera de vous y connecter.",
                    "Si cette invitation ne vous concerne pas, ne faites rien : elle s’éteindra d’elle-même.",
                ],
            )
            .opening("Répondre à l’invitation"),
            Self::UserAdded => Words::new(
                format!("Nouveau rôle : {role}{at}"),
                &[&format!("Vous êtes désormais {role}{at}.")],
            )
            .leading("Ouvrir Forprev", "/"),
            Self::UserRemoved => {
                Words::new(format!("Rôle retiré : {role}{at}"), &[&format!("Vous n’êtes plus {role}{at}.")])
            }
            Self::UserSuspended => Words::new(
                format!("Accès suspendu : {role}{at}"),
                &[
                    &format!("Votre accès comme {role}{at} est suspendu."),
                    "Adressez-vous à un gestionnaire de l’organisme pour le rétablir.",
                ],
            ),
            Self::SuccessorNamed => Words::new(
                format!("Nouveau gestionnaire invité{at}"),
                &[
                    &format!(
                        "Sur justificatif, {} a invité une personne à devenir gestionnaire{at}.",
                        facts.by.as_deref().unwrap_or("votre caisse"),
                    ),
                    "Si cela vous étonne, annulez l’invitation dans « Utilisateurs » et adressez-vous à votre caisse.",
                ],
            )
            .leading("Voir les utilisateurs", "/utilisateurs"),
            _ => Words::new(
                "Accès à vérifier",
                &[&format!(
                    "Vérifiez qui a accès à Forprev au nom{at}, et confirmez chaque accès. Les délégations qui ne seront \
                     pas confirmées d’ici au {} seront suspendues.",
                    until(facts),
                )],
            )
            .leading("Vérifier les accès", "/utilisateurs"),
        }
    }

    fn of_account(self, facts: &Facts) -> Words {
        let (device, at) = (with(" depuis ", facts.device.as_ref()), moment(facts));
        match self {
            Self::AccountOpened => Words::new(
                "Votre compte Forprev",
                &[
                    "Un compte Forprev vous a été ouvert, avec votre certificat de formateur. Choisissez votre mot de \
                     passe pour vous connecter.",
                    "Passé la validité de ce lien, utilisez « Mot de passe oublié » sur la page de connexion.",
                ],
            )
            .opening("Choisir mon mot de passe"),
            Self::AccountRequested => Words::new(
                "Votre compte Forprev",
                &[
                    "Choisissez votre mot de passe pour ouvrir votre compte et déposer votre demande d’habilitation. Ce \
                     lien vaut 48 heures et ne sert qu’une fois.",
                    IGNORE,
                ],
            )
            .opening("Choisir mon mot de passe"),
            Self::AccountExists => Words::new(
                "Vous avez déjà un compte Forprev",
                &[
                    "Une demande de compte a été faite avec votre adresse, qui a déjà un compte. Connectez-vous pour \
                     devenir demandeur avec ce compte, puis déposer votre demande d’habilitation.",
                    "Si vous avez oublié votre mot de passe, la page de connexion permet d’en choisir un autre.",
                ],
            )
            .leading("Me connecter", "/devenir-demandeur"),
            Self::PasswordReset => Words::new(
                "Choisir un autre mot de passe",
                &["Vous pouvez choisir un nouveau mot de passe. Ce lien ne sert qu’une fois.", IGNORE],
            )
            .opening("Choisir mon mot de passe"),
            Self::PasswordChanged => Words::new(
                "Mot de passe modifié",
                &[
                    &format!("Le mot de passe de votre compte Forprev a été modifié{at}."),
                    "Si ce n’est pas vous, utilisez sans attendre « Mot de passe oublié » sur la page de connexion.",
                ],
            ),
            Self::EmailConfirm => Words::new(
                "Confirmer votre nouvelle adresse",
                &["Confirmez que cette adresse est la vôtre : elle servira à vous connecter et à vous écrire.", IGNORE],
            )
            .opening("Confirmer cette adresse"),
            Self::EmailChanged => Words::new(
                "Adresse e-mail modifiée",
                &[
                    &format!("L’adresse e-mail de votre compte Forprev a été modifiée{at}."),
                    "Si ce n’est pas vous, adressez-vous sans attendre à votre caisse.",
                ],
            ),
            Self::RecoveryWaiting => Words::new(
                "Votre adresse e-mail va être remplacée",
                &[
                    &format!(
                        "Deux agents ont confirmé que vous n’avez plus accès à cette adresse{at}. Dans 48 heures, une autre \
                         adresse la remplacera, et votre mot de passe ne servira plus."
                    ),
                    "Si vous n’avez rien demandé, refusez : rien ne changera. Vous pouvez aussi le faire dans « Mon compte ».",
                ],
            )
            .opening("Refuser ce remplacement"),
            Self::RecoveryStopped => Words::new(
                "Rétablissement d’un accès arrêté",
                &[&format!(
                    "Le rétablissement de l’accès au compte {} est arrêté{at} : rien n’a changé.",
                    text(facts.what.as_ref()),
                )],
            ),
            Self::AccountRecovered => Words::new(
                "Votre accès à Forprev est rétabli",
                &[
                    "Cette adresse est désormais celle de votre compte. Choisissez un mot de passe pour vous connecter.",
                    "Ce lien vaut 48 heures et ne sert qu’une fois. Ensuite, utilisez « Mot de passe oublié » sur la page de \
                     connexion.",
                ],
            )
            .opening("Choisir mon mot de passe"),
            Self::IdentityCorrected => Words::new(
                "Votre identité a été corrigée",
                &[
                    &format!("Un agent a corrigé dans votre compte{at} : {}.", of_identity(facts)),
                    &with("Motif : ", facts.reason.as_ref()),
                    "Si cette correction est fausse, adressez-vous à votre caisse.",
                ],
            )
            .leading("Voir mes données", ACCOUNT),
            Self::PasswordGuessed => Words::new(
                "Quelqu’un essaie de se connecter à votre compte",
                &[
                    &format!("Des mots de passe faux ont été essayés sur votre compte à de nombreuses reprises{at}."),
                    "Si c’est vous, choisissez un nouveau mot de passe : ce lien vaut 2 heures et ne sert qu’une fois.",
                    "Si ce n’est pas vous, ne faites rien : les essais sont ralentis, et votre mot de passe reste le même.",
                ],
            )
            .opening("Choisir un nouveau mot de passe"),
            Self::DeviceNew => Words::new(
                "Connexion depuis un nouvel appareil",
                &[&format!("Votre compte Forprev vient d’être ouvert{device}{at}."), NOT_YOU],
            )
            .leading("Voir mes sessions ouvertes", ACCOUNT),
            Self::SecondFactorChanged => Words::new(
                "Double authentification modifiée",
                &[
                    &format!(
                        "La double authentification de votre compte a été modifiée{at}{}.",
                        with(" : ", of_factors(facts).as_ref())
                    ),
                    NOT_YOU,
                ],
            )
            .leading("Voir ma double authentification", SECOND_FACTORS),
            Self::IdentityChanged => Words::new(
                "Moyens de connexion modifiés",
                &[
                    &format!(
                        "Les moyens de vous connecter à votre compte ont été modifiés{at}{}.",
                        with(" : ", of_provider(facts).as_ref())
                    ),
                    NOT_YOU,
                ],
            )
            .leading("Voir mes identités liées", IDENTITIES),
            Self::AccountClosed => Words::new(
                "Votre compte Forprev est fermé",
                &["Votre compte est fermé, comme vous l’avez demandé. Vos certificats restent vérifiables."],
            ),
            Self::AccountMerged if facts.state.as_deref() == Some("undone") => Words::new(
                "Vos comptes Forprev sont de nouveau séparés",
                &["La réunion de deux comptes à votre nom a été annulée. Chacun a retrouvé ce qu’il contenait."],
            )
            .leading("Voir mon compte", ACCOUNT),
            Self::AccountMerged => Words::new(
                "Vos comptes Forprev sont réunis",
                &[
                    &format!(
                        "Deux comptes à votre nom ont été réunis. Tout se trouve désormais dans un seul{}.",
                        with(" : ", facts.what.as_ref())
                    ),
                    &with("Motif : ", facts.reason.as_ref()),
                    "Si ce n’est pas vous, écrivez à l’INRS : cela peut être annulé pendant 30 jours.",
                ],
            )
            .leading("Voir mon compte", ACCOUNT),
            Self::AccountViewed => Words::new(
                "Votre espace a été consulté par l’assistance",
                &[
                    &format!(
                        "Pour vous aider{at}, {} a consulté Forprev comme vous le voyez, sans pouvoir rien modifier.",
                        facts.by.as_deref().unwrap_or("une personne de l’INRS"),
                    ),
                    &with("Motif : ", facts.reason.as_ref()),
                ],
            )
            .leading("Voir qui a consulté mes données", "/mon-compte/consultations"),
            _ => Words::new(
                "Un message ne vous est pas parvenu",
                &["Un message envoyé à votre adresse est revenu. Vérifiez-la dans « Mon compte »."],
            )
            .leading("Vérifier mon adresse", ACCOUNT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_its_words() {
        let mut titles = std::collections::BTreeSet::new();
        for kind in Kind::ALL {
            let words = kind.words(&Facts::default());
            assert!(!words.title.is_empty() && !words.paragraphs.is_empty(), "{kind:?}");
            titles.insert(words.title + &words.paragraphs.join(" "));
            assert_eq!(Kind::of(kind.as_str()), Some(*kind));
        }
        assert_eq!(titles.len(), Kind::ALL.len(), "two kinds say the same");
    }
}
