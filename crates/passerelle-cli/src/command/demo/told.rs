//! What the demo tells, in four languages. What stands in braces is filled in.

use passerelle::Language;

/// A sentence in English, and the same in French, Spanish and Arabic.
type Told = (&'static str, [&'static str; 3]);

/// The sentence in a language; in English where the demo does not speak it.
pub(super) fn told(english: &str, language: Language, places: &[(&str, &str)]) -> String {
    let held = TOLD.iter().find(|(sentence, _)| *sentence == english);
    let sentence = match (held, language) {
        (Some((_, [french, _, _])), Language::French) => french,
        (Some((_, [_, spanish, _])), Language::Spanish) => spanish,
        (Some((_, [_, _, arabic])), Language::Arabic) => arabic,
        _ => english,
    };
    places.iter().fold(sentence.to_owned(), |told, (name, value)| told.replace(&format!("{{{name}}}"), value))
}

#[rustfmt::skip]
const TOLD: &[Told] = &[
    ("Two test countries exchange records of traffickers and their methods. All data are invented.", [
        "Deux pays d'essai échangent des fiches sur des trafiquants et leurs méthodes. Toutes les données sont inventées.",
        "Dos países de prueba intercambian fichas de tratantes y de sus métodos. Todos los datos son inventados.",
        "يتبادل بلدا اختبار سجلات عن متاجرين وأساليبهم. كل البيانات مختلقة."]),
    ("Nothing here uses a network. The clock of this demo stands at {now}.", [
        "Rien ici n'utilise de réseau. L'horloge de cette démonstration indique {now}.",
        "Nada aquí usa una red. El reloj de esta demostración marca {now}.",
        "لا شيء هنا يستعمل شبكة. ساعة هذا العرض واقفة عند {now}."]),
    ("A keeper says whom to believe", [
        "Un gardien dit qui croire", "Un custodio dice a quién creer", "حافظ يقول من يُوثق به"]),
    ("The keeper of the trust domain XX/trust lists the keys of two police services:", [
        "Le gardien du domaine de confiance XX/trust énumère les clés de deux services de police :",
        "El custodio del dominio de confianza XX/trust enumera las claves de dos servicios de policía:",
        "حافظ نطاق الثقة XX/trust يسرد مفاتيح جهازي شرطة:"]),
    ("Northland has a copy of the list, signed by the keeper. With it every signature can be checked offline.", [
        "Northland a une copie de la liste, signée par le gardien. Elle permet de vérifier chaque signature hors ligne.",
        "Northland tiene una copia de la lista, firmada por el custodio. Con ella toda firma se comprueba sin conexión.",
        "لدى Northland نسخة من القائمة موقّعة من الحافظ، وبها يُتحقق من كل توقيع دون اتصال."]),
    ("Southland checks and signs its records", [
        "Southland vérifie et signe ses fiches", "Southland comprueba y firma sus fichas", "يفحص Southland سجلاته ويوقّعها"]),
    ("{valid} example drafts were checked: their form, the codes of {lists} lists, the rules. No fault.", [
        "{valid} projets d'exemple ont été vérifiés : leur forme, les codes de {lists} listes, les règles. Aucune faute.",
        "Se comprobaron {valid} borradores de ejemplo: su forma, los códigos de {lists} listas, las reglas. Ningún fallo.",
        "فُحصت {valid} مسودة مثال: شكلها ورموز {lists} قائمة والقواعد. لا خطأ."]),
    ("Signed: a way of smuggling by sea in four revisions, as the smugglers changed it, and a profile.", [
        "Signés : une méthode de passage par mer en quatre révisions, comme les passeurs l'ont changée, et un profil.",
        "Firmados: un modo de tráfico por mar en cuatro revisiones, como lo cambiaron los traficantes, y un perfil.",
        "وُقّع: أسلوب تهريب بحري في أربع نسخ كما غيّره المهربون، وملف شخص."]),
    ("Northland opens them, offline", [
        "Northland les ouvre, hors ligne", "Northland los abre, sin conexión", "يفتحها Northland دون اتصال"]),
    ("Three answers: the bytes are as they were signed, the signer is one to believe, and does it still hold?", [
        "Trois réponses : les octets sont ceux qui furent signés, le signataire est à croire, et cela tient-il encore ?",
        "Tres respuestas: los bytes son los que se firmaron, el firmante merece crédito, y ¿sigue siendo válido?",
        "ثلاث إجابات: البايتات كما وُقّعت، والموقّع يُوثق به، وهل ما زال السجل ساري المفعول؟"]),
    ("What did the smugglers change? Revision 2, held against revision 1", [
        "Qu'ont changé les passeurs ? La révision 2 face à la révision 1",
        "¿Qué cambiaron los traficantes? La revisión 2 frente a la revisión 1",
        "ماذا غيّر المهربون؟ النسخة 2 مقارنة بالنسخة 1"]),
    ("… and {more} other changes: prices, equipment, evasion, indicators.", [
        "… et {more} autres changements : prix, équipement, esquive, indices.",
        "… y otros {more} cambios: precios, equipo, evasión, indicios.",
        "… و{more} من التغييرات الأخرى: الأسعار والمعدات والتملص والمؤشرات."]),
    ("Somebody meddles", ["Quelqu'un s'en mêle", "Alguien se entromete", "شخص ما يتلاعب"]),
    ("changed on the way: one more country may have it", [
        "changée en chemin : un pays de plus peut l'avoir", "cambiada por el camino: un país más puede tenerla",
        "غُيّر في الطريق: صار لبلد آخر أن يناله"]),
    ("signed in Southland's name, but with another key", [
        "signée au nom de Southland, mais avec une autre clé", "firmada en nombre de Southland, pero con otra clave",
        "موقّع باسم Southland لكن بمفتاح آخر"]),
    ("Southland's record, signed by Northland with its own key", [
        "une fiche de Southland, signée par Northland avec sa propre clé",
        "una ficha de Southland, firmada por Northland con su propia clave",
        "سجل Southland موقّعاً من Northland بمفتاحه هو"]),
    ("Southland takes the profile back: it is about the wrong person", [
        "Southland retire le profil : il concerne la mauvaise personne",
        "Southland retira el perfil: trata de la persona equivocada",
        "يسحب Southland الملف: فهو عن شخص آخر خطأً"]),
    ("since the notice came; before it was {was}", [
        "depuis l'arrivée de l'avis ; avant, c'était : {was}", "desde que llegó el aviso; antes era: {was}",
        "منذ وصول الإشعار؛ وقبله كان: {was}"]),
    ("The signature still verifies, and the history is kept. But the profile is not to be used, nor sent on.", [
        "La signature se vérifie toujours, et l'historique est gardé. Mais le profil ne doit plus servir ni être transmis.",
        "La firma sigue siendo correcta y se conserva la historia. Pero el perfil no debe usarse ni reenviarse.",
        "ما زال التوقيع صحيحاً والتاريخ محفوظاً، لكن الملف لا يُستعمل ولا يُحال."]),
    ("May Southland send them on?", [
        "Southland peut-il les envoyer ?", "¿Puede Southland enviarlos?", "هل لـ Southland أن يرسلها؟"]),
    ("to XA, Northland", ["à XA, Northland", "a XA, Northland", "إلى XA، أي Northland"]),
    ("to XD, which its marking does not name", [
        "à XD, que son marquage ne nomme pas", "a XD, que su marca no nombra", "إلى XD الذي لا تذكره علامته"]),
    ("to XA, Northland, now that it is withdrawn", [
        "à XA, Northland, maintenant qu'il est retiré", "a XA, Northland, ahora que está retirado",
        "إلى XA، أي Northland، بعد أن سُحب"]),
    ("yes", ["oui", "sí", "نعم"]),
    ("no", ["non", "no", "لا"]),
    ("valid", ["valide", "válida", "صالح"]),
    ("trusted", ["de confiance", "de confianza", "موثوق"]),
    ("refused", ["refusée", "rechazada", "مرفوض"]),
    ("sound", ["en règle", "en regla", "سليم"]),
    ("closed", ["fermée", "cerrada", "مغلق"]),
    ("whole", ["entier", "entero", "كامل"]),
    ("damaged", ["endommagé", "dañado", "تالف"]),
    ("Eastland may have the route, but not where Southland knows it from", [
        "Eastland peut avoir l'itinéraire, mais pas d'où Southland le connaît",
        "Eastland puede tener la ruta, pero no de dónde la conoce Southland",
        "لـ Eastland أن ينال المسار دون مصدر معرفة Southland به"]),
    ("with the signature and the digest of the whole; withheld in {places}", [
        "avec la signature et l'empreinte du tout ; retenu dans {places}",
        "con la firma y el resumen del todo; retenido en {places}", "بتوقيع الكل وبصمته؛ والمحجوب في {places}"]),
    ("The copy shows that something is withheld there, and not what. Nobody needed a key to make it.", [
        "La copie montre que quelque chose y est retenu, et non quoi. Personne n'a eu besoin d'une clé pour la faire.",
        "La copia muestra que allí se retiene algo, y no qué. Nadie necesitó una clave para hacerla.",
        "تُظهر النسخة أن شيئاً محجوب هناك ولا تُظهر ما هو. ولم يحتج أحد إلى مفتاح لصنعها."]),
    ("Southland seals a record, so that only Northland can read it", [
        "Southland scelle une fiche, pour que seul Northland puisse la lire",
        "Southland sella una ficha para que solo Northland pueda leerla",
        "يختم Southland سجلاً كي لا يقرأه إلا Northland"]),
    ("to a relay, which sees its size and the key's name", [
        "à un relais, qui voit sa taille et le nom de la clé", "a un relé, que ve su tamaño y el nombre de la clave",
        "أمام ناقل يرى حجمه واسم المفتاح"]),
    ("to Northland: {title}", ["à Northland : {title}", "a Northland: {title}", "أمام Northland: {title}"]),
    ("Southland sends its records once more, as one file", [
        "Southland envoie ses fiches encore une fois, en un seul fichier",
        "Southland envía sus fichas otra vez, en un solo archivo", "يرسل Southland سجلاته مرة أخرى في ملف واحد"]),
    ("{number} records, listed and numbered by one signed manifest", [
        "{number} fiches, énumérées et numérotées par un manifeste signé",
        "{number} fichas, enumeradas y numeradas por un manifiesto firmado",
        "{number} سجلات مسرودة ومرقّمة في بيان واحد موقّع"]),
    ("its end is missing; the {number} records before that are kept", [
        "sa fin manque ; les {number} fiches d'avant sont gardées",
        "falta su final; las {number} fichas anteriores se conservan", "نهايته مفقودة؛ والسجلات الـ{number} السابقة محفوظة"]),
    ("Northland passes a sighting of Southland's on", [
        "Northland transmet une observation de Southland", "Northland reenvía un avistamiento de Southland",
        "يحيل Northland مشاهدة من Southland"]),
    ("to others in XA, for crime analysis, under its marking", [
        "à d'autres en XA, pour l'analyse criminelle, selon son marquage",
        "a otros en XA, para análisis criminal, según su marca", "إلى غيره في XA لتحليل الجريمة وفق علامته"]),
    ("Who gets it sees which way it came. It may not go abroad: its marking says within-country.", [
        "Qui la reçoit voit son chemin. Elle ne peut aller à l'étranger : son marquage dit within-country.",
        "Quien la recibe ve por dónde vino. No puede ir al extranjero: su marca dice within-country.",
        "يرى متسلمه الطريق الذي جاء منه. ولا يجوز إخراجه من البلد: علامته تقول within-country."]),
    ("A second later, Southland's key is stolen", [
        "Une seconde plus tard, la clé de Southland est volée", "Un segundo después roban la clave de Southland",
        "بعد ثانية يُسرق مفتاح Southland"]),
    ("a thief can write any date, so nothing that the key signed is believed", [
        "un voleur peut écrire n'importe quelle date : rien de ce que la clé a signé n'est cru",
        "un ladrón puede escribir cualquier fecha: nada de lo que firmó la clave se cree",
        "يستطيع السارق كتابة أي تاريخ، فلا يُصدَّق شيء وقّعه المفتاح"]),
    ("with Northland's receipt, which shows that it is older than the theft", [
        "avec le reçu de Northland, qui montre qu'elle est antérieure au vol",
        "con el recibo de Northland, que muestra que es anterior al robo",
        "مع إيصال Northland الذي يثبت أنه أقدم من السرقة"]),
    ("Earlier that day: the system of Southland, in French, reaches one in Arabic that it has never heard of", [
        "Plus tôt ce jour-là : le système de Southland, en français, en atteint un en arabe qu'il ne connaît pas",
        "Ese mismo día, antes: el sistema de Southland, en francés, alcanza uno en árabe que no conoce",
        "في وقت سابق من اليوم: نظام Southland بالفرنسية يبلغ نظاماً بالعربية لم يسمع به قط"]),
    ("{number} rows of a CSV file with French columns became {number} signed records; case numbers and informants stayed behind.", [
        "{number} lignes d'un fichier CSV à colonnes françaises sont devenues {number} fiches signées ; numéros d'affaire et informateurs sont restés.",
        "{number} filas de un archivo CSV con columnas en francés pasaron a {number} fichas firmadas; números de caso e informantes se quedaron.",
        "صارت {number} من صفوف ملف CSV بأعمدة فرنسية {number} من السجلات الموقّعة؛ وبقيت أرقام القضايا والمخبرون في مكانها."]),
    ("{number} places that the Arabic row does not hold", [
        "{number} emplacements que la ligne arabe ne peut contenir", "{number} lugares que la fila árabe no puede contener",
        "{number} من المواضع لا يتسع لها الصف العربي"]),
    ("and {number} more", ["et {number} de plus", "y {number} más", "و{number} أخرى"]),
    ("What a row does not hold is kept beside it, and comes back whole when the record is passed on.", [
        "Ce qu'une ligne ne contient pas est gardé à côté, et revient entier quand la fiche est transmise.",
        "Lo que una fila no contiene se guarda a su lado, y vuelve entero cuando la ficha se reenvía.",
        "ما لا يتسع له الصف يُحفظ بجانبه ويعود كاملاً عند إحالة السجل."]),
    ("Every file is in {folder}. What you can do next:", [
        "Tous les fichiers sont dans {folder}. Ce que vous pouvez faire ensuite :",
        "Todos los archivos están en {folder}. Lo que puede hacer a continuación:",
        "كل الملفات في {folder}. ما يمكنك فعله بعد ذلك:"]),
    ("The same list is in README.txt there. `passerelle --help` names every command.", [
        "La même liste s'y trouve dans README.txt. `passerelle --help` nomme chaque commande.",
        "La misma lista está allí en README.txt. `passerelle --help` nombra todas las órdenes.",
        "القائمة نفسها هناك في README.txt. والأمر `passerelle --help` يسمّي كل الأوامر."]),
    ("a person who organises transports", [
        "une personne qui organise des transports", "una persona que organiza transportes", "شخص ينظم عمليات النقل"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a sentence, sorted, each once.
    fn places(sentence: &str) -> Vec<&str> {
        let mut places: Vec<&str> = sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    #[test]
    fn no_language_forgets_a_place_and_no_sentence_stands_twice() {
        for (number, (english, others)) in TOLD.iter().enumerate() {
            assert!(TOLD.iter().skip(number + 1).all(|(other, _)| other != english), "{english}");
            assert!(others.iter().all(|other| places(other) == places(english)), "{english}");
        }
    }

    #[test]
    fn everything_that_the_demo_tells_is_in_the_table() {
        for source in [include_str!("mod.rs"), include_str!("mapping.rs")] {
            for part in source.split("told(\"").skip(1) {
                let english = part.split("\",").next().and_then(|part| part.split("\")").next()).unwrap_or_default();
                let english = english.split("\\\n").map(str::trim_start).collect::<String>();
                assert!(TOLD.iter().any(|(held, _)| *held == english), "{english}");
            }
        }
    }
}
