//! The public register of companies.

crate::texts::texts! {
    /// A SIRET, looked up in the public register of companies.
    Register {
        siret: "SIRET",
        siret_hint: "14 chiffres. Le registre public des entreprises propose alors le nom et l’adresse.",
        asking: "Recherche au registre des entreprises…",
        found: "Établissement trouvé au registre des entreprises",
        closed: "D’après le registre, cet établissement est fermé.",
        closed_on: "D’après le registre, cet établissement est fermé depuis le {day}.",
        other_place: "Ce n’est pas le siège de l’entreprise.",
        partial: "L’entreprise ne laisse pas le registre montrer toutes ses données : complétez ce qui manque.",
        replaces: "Ce que vous avez saisi sera remplacé : {fields}.",
        take: "Reprendre ces données",
        taken: "Données reprises : vérifiez-les.",
        failed: "La recherche au registre des entreprises n’a pas abouti : remplissez les champs vous-même.",
        again: "Relancer la recherche",
    }
}
