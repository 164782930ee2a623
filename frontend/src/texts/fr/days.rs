//! Days and periods.

crate::texts::texts! {
    /// Names of days and months (separated by spaces), and the words of a period.
    Days {
        weekdays: "lundi mardi mercredi jeudi vendredi samedi dimanche",
        months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        first: "er",
        left: ["{n} jour restant", "{n} jours restants"],
        still: "encore {time}",
        last_day: "dernier jour",
        past: "délai dépassé",
        until: "jusqu’au {day}",
        due: "avant le {day}",
    }
}
