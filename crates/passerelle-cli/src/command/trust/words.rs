//! What is said of trust documents, in four languages.

use passerelle::Language;
use passerelle::trust::CountedRole;

use crate::trust_store::Kind;

/// The sentences of one language. What stands in braces is filled in.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) root: &'static str,
    pub(super) list: &'static str,
    pub(super) in_use: &'static str,
    pub(super) in_use_already: &'static str,
    pub(super) lacks_signatures: &'static str,
    pub(super) refused: &'static str,
    /// Before how many have signed: whose keys.
    roles: [&'static str; 3],
    pub(super) have_signed: &'static str,
    pub(super) not_yet: &'static str,
    pub(super) kept_in: &'static str,
    pub(super) next: &'static str,
    pub(super) you_sign: &'static str,
    pub(super) roots: &'static str,
    pub(super) lists: &'static str,
    pub(super) need_of_these: &'static str,
    pub(super) need: &'static str,
    keys: [&'static str; 2],
    authorities: [&'static str; 2],
    pub(super) nothing_changes: &'static str,
    pub(super) retired: &'static str,
    pub(super) compromised: &'static str,
    pub(super) active: &'static str,
    pub(super) for_sealed: &'static str,
    pub(super) domain: &'static str,
    pub(super) test_domain: &'static str,
    pub(super) expired: &'static str,
    pub(super) holds: &'static str,
    pub(super) digest: &'static str,
    pub(super) no_list: &'static str,
    pub(super) hybrid: &'static str,
    pub(super) sunset: &'static str,
    pub(super) all_types: &'static str,
    pub(super) stands_for: &'static str,
    pub(super) from_to: &'static str,
    pub(super) unknown: &'static str,
    pub(super) pending: &'static str,
    pub(super) alarms: &'static str,
    pub(super) first_list: &'static str,
    pub(super) list_anew: &'static str,
}

static ENGLISH: Words = Words {
    root: "root",
    list: "list",
    in_use: "in use",
    in_use_already: "in use already",
    lacks_signatures: "lacks signatures",
    refused: "refused",
    roles: ["keys of the root before it", "keys for lists", "its own keys"],
    have_signed: "{signed} of {needed} have signed",
    not_yet: "not yet",
    kept_in: "the document is in {file}",
    next: "next: {advice}",
    you_sign: "You sign {kind} {version} of {domain}, which holds until {time}.",
    roots: "roots",
    lists: "lists",
    need_of_these: "{what} need {number} of these keys:",
    need: "{what} need {number} of {keys}:",
    keys: ["1 key", "{number} keys"],
    authorities: ["1 authority", "{number} authorities"],
    nothing_changes: "nothing but its number and its time changes",
    retired: "retired at {time}",
    compromised: "in wrong hands since {time}",
    active: "active",
    for_sealed: "for sealed records",
    domain: "trust domain",
    test_domain: "a test domain: it vouches for test authorities only",
    expired: "expired at {time}",
    holds: "holds until {time}",
    digest: "digest",
    no_list: "no list: nothing can be verified until one is taken",
    hybrid: "two signatures are due from {time} on, one of them by ML-DSA",
    sunset: "{algorithm} ends at {time}",
    all_types: "records of all types",
    stands_for: "{authority} for {country}: {roles}; {types}",
    from_to: "{algorithm}, from {from} to {to}, {state}",
    unknown: "unknown",
    pending: "pending",
    alarms: "alarms",
    first_list: "no key for lists has signed: `trust renew` issues the first list",
    list_anew: "those who sign lists are new: `trust renew` issues the list anew",
};

static FRENCH: Words = Words {
    root: "racine",
    list: "liste",
    in_use: "en usage",
    in_use_already: "déjà en usage",
    lacks_signatures: "il manque des signatures",
    refused: "refusée",
    roles: ["clés de la racine précédente", "clés pour les listes", "ses propres clés"],
    have_signed: "{signed} sur {needed} ont signé",
    not_yet: "pas encore",
    kept_in: "le document est dans {file}",
    next: "ensuite : {advice}",
    you_sign: "Vous signez : {kind} {version} de {domain}, valable jusqu'au {time}.",
    roots: "les racines",
    lists: "les listes",
    need_of_these: "{what} exigent {number} de ces clés :",
    need: "{what} exigent {number} sur {keys} :",
    keys: ["1 clé", "{number} clés"],
    authorities: ["1 autorité", "{number} autorités"],
    nothing_changes: "rien ne change que son numéro et sa date",
    retired: "retirée le {time}",
    compromised: "en de mauvaises mains depuis le {time}",
    active: "active",
    for_sealed: "pour les fiches scellées",
    domain: "domaine de confiance",
    test_domain: "un domaine d'essai : il ne répond que d'autorités d'essai",
    expired: "expirée le {time}",
    holds: "valable jusqu'au {time}",
    digest: "empreinte",
    no_list: "aucune liste : rien ne peut être vérifié avant qu'une liste soit prise",
    hybrid: "deux signatures sont exigées à partir du {time}, dont une par ML-DSA",
    sunset: "{algorithm} prend fin le {time}",
    all_types: "fiches de tous types",
    stands_for: "{authority} pour {country} : {roles} ; {types}",
    from_to: "{algorithm}, du {from} au {to}, {state}",
    unknown: "inconnu",
    pending: "en attente",
    alarms: "alertes",
    first_list: "aucune clé pour les listes n'a signé : `trust renew` émet la première liste",
    list_anew: "les signataires des listes sont nouveaux : `trust renew` émet la liste à nouveau",
};

static SPANISH: Words = Words {
    root: "raíz",
    list: "lista",
    in_use: "en uso",
    in_use_already: "ya en uso",
    lacks_signatures: "faltan firmas",
    refused: "rechazada",
    roles: ["claves de la raíz anterior", "claves para listas", "sus propias claves"],
    have_signed: "han firmado {signed} de {needed}",
    not_yet: "todavía no",
    kept_in: "el documento está en {file}",
    next: "a continuación: {advice}",
    you_sign: "Usted firma: {kind} {version} de {domain}, válida hasta {time}.",
    roots: "las raíces",
    lists: "las listas",
    need_of_these: "{what} exigen {number} de estas claves:",
    need: "{what} exigen {number} de {keys}:",
    keys: ["1 clave", "{number} claves"],
    authorities: ["1 autoridad", "{number} autoridades"],
    nothing_changes: "solo cambian su número y su fecha",
    retired: "retirada el {time}",
    compromised: "en malas manos desde {time}",
    active: "activa",
    for_sealed: "para fichas selladas",
    domain: "dominio de confianza",
    test_domain: "un dominio de prueba: solo responde de autoridades de prueba",
    expired: "caducada el {time}",
    holds: "válida hasta {time}",
    digest: "resumen",
    no_list: "ninguna lista: nada puede verificarse hasta que se tome una",
    hybrid: "desde {time} se exigen dos firmas, una de ellas por ML-DSA",
    sunset: "{algorithm} termina el {time}",
    all_types: "fichas de todos los tipos",
    stands_for: "{authority} por {country}: {roles}; {types}",
    from_to: "{algorithm}, de {from} a {to}, {state}",
    unknown: "desconocido",
    pending: "pendientes",
    alarms: "alarmas",
    first_list: "ninguna clave para listas ha firmado: `trust renew` emite la primera lista",
    list_anew: "quienes firman las listas son nuevos: `trust renew` emite la lista de nuevo",
};

static ARABIC: Words = Words {
    root: "الجذر",
    list: "القائمة",
    in_use: "قيد الاستعمال",
    in_use_already: "قيد الاستعمال من قبل",
    lacks_signatures: "تنقصه توقيعات",
    refused: "مرفوض",
    roles: ["مفاتيح الجذر السابق", "مفاتيح القوائم", "مفاتيحه نفسه"],
    have_signed: "وقّع {signed} من {needed}",
    not_yet: "ليس بعد",
    kept_in: "الوثيقة في {file}",
    next: "بعد ذلك: {advice}",
    you_sign: "أنت توقّع: {kind} {version} من {domain}، وتسري حتى {time}.",
    roots: "الجذور",
    lists: "القوائم",
    need_of_these: "{what} تتطلب {number} من هذه المفاتيح:",
    need: "{what} تتطلب {number} من {keys}:",
    keys: ["مفتاح واحد", "{number} من المفاتيح"],
    authorities: ["سلطة واحدة", "{number} من السلطات"],
    nothing_changes: "لا يتغير سوى رقمها ووقتها",
    retired: "سُحب في {time}",
    compromised: "في أيدٍ غير أمينة منذ {time}",
    active: "نشط",
    for_sealed: "للسجلات المختومة",
    domain: "نطاق الثقة",
    test_domain: "نطاق اختبار: لا يضمن إلا سلطات الاختبار",
    expired: "انتهت صلاحيته في {time}",
    holds: "يسري حتى {time}",
    digest: "البصمة",
    no_list: "لا قائمة: لا يمكن التحقق من أي شيء حتى تؤخذ قائمة",
    hybrid: "يلزم توقيعان اعتبارًا من {time}، أحدهما بخوارزمية ML-DSA",
    sunset: "تنتهي {algorithm} في {time}",
    all_types: "سجلات من جميع الأنواع",
    stands_for: "{authority} عن {country}: {roles}؛ {types}",
    from_to: "{algorithm}، من {from} إلى {to}، {state}",
    unknown: "غير معروف",
    pending: "قيد الانتظار",
    alarms: "إنذارات",
    first_list: "لم يوقّع أي مفتاح للقوائم: الأمر `trust renew` يصدر القائمة الأولى",
    list_anew: "موقّعو القوائم جدد: الأمر `trust renew` يصدر القائمة من جديد",
};

/// The sentences of a language; English for one that the command does not speak yet.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
        Language::Arabic => &ARABIC,
        _ => &ENGLISH,
    }
}

/// A sentence with its places filled.
pub(super) fn filled(sentence: &str, places: &[(&str, &str)]) -> String {
    places.iter().fold(sentence.to_owned(), |sentence, (name, value)| sentence.replace(&format!("{{{name}}}"), value))
}

impl Words {
    pub(super) fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Root => self.root,
            Kind::List => self.list,
        }
    }

    pub(super) fn role(&self, role: CountedRole) -> &'static str {
        let [held_root, list, own] = self.roles;
        match role {
            CountedRole::HeldRoot => held_root,
            CountedRole::List => list,
            _ => own,
        }
    }

    pub(super) fn keys(&self, number: usize) -> String {
        counted(self.keys, number)
    }

    pub(super) fn authorities(&self, number: usize) -> String {
        counted(self.authorities, number)
    }
}

fn counted([one, more]: [&str; 2], number: usize) -> String {
    if number == 1 { one.to_owned() } else { filled(more, &[("number", &number.to_string())]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a sentence, sorted.
    fn places(sentence: &str) -> Vec<&str> {
        let mut places: Vec<&str> = sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn no_language_forgets_a_place() {
        let sentences = |words: &Words| {
            [
                words.have_signed,
                words.kept_in,
                words.next,
                words.you_sign,
                words.need_of_these,
                words.need,
                words.retired,
            ]
            .into_iter()
            .chain([words.compromised, words.expired, words.holds, words.stands_for, words.from_to])
            .chain([words.hybrid, words.sunset])
            .collect::<Vec<_>>()
        };
        for words in [&FRENCH, &SPANISH, &ARABIC] {
            for (english, other) in sentences(&ENGLISH).iter().zip(sentences(words)) {
                assert_eq!(places(english), places(other), "{other}");
            }
        }
    }
}
