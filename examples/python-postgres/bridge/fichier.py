"""The national tables: how a row is read as the map packs name its columns, and how one is written.

A row with its children (`alias`, `telephone` …) is one flat row here: `ALIAS1`, `ALIAS2` … Nothing in this file knows a record.
"""

from __future__ import annotations

import pathlib
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Tuple

import psycopg
from psycopg.rows import dict_row

HERE = pathlib.Path(__file__).resolve().parents[1]
Row = Dict[str, Any]
Connection = psycopg.Connection[Tuple[Any, ...]]


@dataclass(frozen=True)
class Table:
    """A national table with its children, and the pack that stands for it."""

    name: str
    record_type: str
    pack: pathlib.Path
    key: Tuple[str, ...]
    read: str
    write: Tuple[str, ...]
    remove: Tuple[str, ...]
    number: Optional[Tuple[str, str]] = None
    """The counter that gives out keys, and how a key is written. A table without one has keys of other tables."""
    must: Tuple[str, ...] = ()
    """Places of a record that a row has to say. Without them the row would say something else than the record."""
    ends: Mapping[str, Tuple[str, str]] = field(default_factory=dict)
    """For each end of a link: the column that says which row, and the table that it is in."""

    def key_of(self, row: Mapping[str, Any]) -> str:
        """What a row is known by."""
        return " ".join(str(row[column]) for column in self.key)

    def rows(self, connection: Connection) -> List[Row]:
        """All rows, with the columns of the pack. An informant is never among them: the query does not ask."""
        with connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(self.read).fetchall()

    def row(self, connection: Connection, key: str) -> Optional[Row]:
        """One row, as it stands now."""
        columns = ", ".join(f'"{column}"' for column in self.key)
        with connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(f"SELECT * FROM ({self.read}) AS r WHERE concat_ws(' ', {columns}) = %s", (key,)).fetchone()

    def put(self, connection: Connection, row: Mapping[str, Any]) -> None:
        """Writes a row that has its key, over the one that has the same key."""
        columns = {column: None for column in _COLUMNS[self.name]}
        for statement in self.write:
            connection.execute(statement, {**columns, **row})

    def take(self, connection: Connection, key: str) -> None:
        """Removes a row."""
        for statement in self.remove:
            connection.execute(statement, dict(zip(self.key, key.split(" "))))

    def next_key(self, connection: Connection) -> Dict[str, str]:
        """A new key, given out as the forms of the national system do it."""
        assert self.number is not None
        counter, form = self.number
        given = connection.execute("UPDATE fichier.compteur SET valeur = valeur + 1 WHERE nom = %s RETURNING valeur", (counter,))
        number = given.fetchone()
        assert number is not None
        return {self.key[0]: form.format(number[0])}


_COLUMNS = {
    "personne": (
        "NOM", "PRENOM", "ALIAS1", "ALIAS2", "ALIAS3", "SEXE", "DATE_NAISS", "FIAB_NAISS", "NATIONALITE", "ROLE", "STATUT", "TEL1",
        "TEL2", "TYPE_DOC", "NUM_DOC", "PAYS_DOC", "TAILLE", "LANGUES", "ARME", "RESUME", "MAJ",
    ),
    "filiere": (
        "NOM1", "NOM2", "GENRE", "EFFECTIF_MIN", "EFFECTIF_MAX", "DEPUIS", "PAYS1", "PAYS2", "PAYS3", "PAYS4", "PAYS5", "RESUME", "MAJ",
    ),
    "appartenance": ("FONCTION", "DEPUIS", "MAJ"),
}

PERSON = Table(
    name="personne",
    record_type="profile",
    pack=HERE.parent / "national-fr",
    key=("NO_DOSSIER",),
    number=("dossier", "N-{:05}"),
    must=("/content/subject_status", "/content/names"),
    read="""
        SELECT p.no_dossier AS "NO_DOSSIER", nom AS "NOM", prenom AS "PRENOM",
            a1.alias AS "ALIAS1", a2.alias AS "ALIAS2", a3.alias AS "ALIAS3",
            sexe AS "SEXE", date_naiss AS "DATE_NAISS", fiab_naiss AS "FIAB_NAISS", nationalite AS "NATIONALITE", role AS "ROLE",
            statut AS "STATUT", t1.numero AS "TEL1", t2.numero AS "TEL2",
            d.genre AS "TYPE_DOC", d.numero AS "NUM_DOC", d.pays AS "PAYS_DOC",
            taille AS "TAILLE", langues AS "LANGUES", arme AS "ARME", resume AS "RESUME", to_char(maj, 'YYYYMMDD') AS "MAJ"
        FROM fichier.personne p
        LEFT JOIN fichier.alias a1 ON a1.no_dossier = p.no_dossier AND a1.rang = 1
        LEFT JOIN fichier.alias a2 ON a2.no_dossier = p.no_dossier AND a2.rang = 2
        LEFT JOIN fichier.alias a3 ON a3.no_dossier = p.no_dossier AND a3.rang = 3
        LEFT JOIN fichier.telephone t1 ON t1.no_dossier = p.no_dossier AND t1.rang = 1
        LEFT JOIN fichier.telephone t2 ON t2.no_dossier = p.no_dossier AND t2.rang = 2
        LEFT JOIN fichier.piece d ON d.no_dossier = p.no_dossier
        ORDER BY p.no_dossier""",
    write=(
        """INSERT INTO fichier.personne VALUES (%(NO_DOSSIER)s, %(NOM)s, %(PRENOM)s, %(SEXE)s, %(DATE_NAISS)s, %(FIAB_NAISS)s,
            %(NATIONALITE)s, %(ROLE)s, %(STATUT)s, %(TAILLE)s, %(LANGUES)s, %(ARME)s, %(RESUME)s, to_date(%(MAJ)s, 'YYYYMMDD'), NULL,
            'PASSERELLE')
        ON CONFLICT (no_dossier) DO UPDATE SET nom = EXCLUDED.nom, prenom = EXCLUDED.prenom, sexe = EXCLUDED.sexe,
            date_naiss = EXCLUDED.date_naiss, fiab_naiss = EXCLUDED.fiab_naiss, nationalite = EXCLUDED.nationalite,
            role = EXCLUDED.role, statut = EXCLUDED.statut, taille = EXCLUDED.taille, langues = EXCLUDED.langues,
            arme = EXCLUDED.arme, resume = EXCLUDED.resume, maj = EXCLUDED.maj""",
        "DELETE FROM fichier.alias WHERE no_dossier = %(NO_DOSSIER)s",
        """INSERT INTO fichier.alias SELECT %(NO_DOSSIER)s, rang, alias
        FROM (VALUES (1, %(ALIAS1)s::text), (2, %(ALIAS2)s), (3, %(ALIAS3)s)) AS v (rang, alias) WHERE alias IS NOT NULL""",
        "DELETE FROM fichier.telephone WHERE no_dossier = %(NO_DOSSIER)s",
        """INSERT INTO fichier.telephone SELECT %(NO_DOSSIER)s, rang, numero
        FROM (VALUES (1, %(TEL1)s::text), (2, %(TEL2)s)) AS v (rang, numero) WHERE numero IS NOT NULL""",
        "DELETE FROM fichier.piece WHERE no_dossier = %(NO_DOSSIER)s",
        """INSERT INTO fichier.piece SELECT %(NO_DOSSIER)s, genre, %(NUM_DOC)s, %(PAYS_DOC)s
        FROM (VALUES (%(TYPE_DOC)s::text)) AS v (genre) WHERE genre IS NOT NULL""",
    ),
    remove=(
        "DELETE FROM fichier.alias WHERE no_dossier = %(NO_DOSSIER)s",
        "DELETE FROM fichier.telephone WHERE no_dossier = %(NO_DOSSIER)s",
        "DELETE FROM fichier.piece WHERE no_dossier = %(NO_DOSSIER)s",
        "DELETE FROM fichier.personne WHERE no_dossier = %(NO_DOSSIER)s",
    ),
)

NETWORK = Table(
    name="filiere",
    record_type="network",
    pack=HERE / "packs" / "filieres",
    key=("NO_FILIERE",),
    number=("filiere", "F-{:04}"),
    must=("/content/kind", "/content/names"),
    read="""
        SELECT f.no_filiere AS "NO_FILIERE", nom AS "NOM1", surnom AS "NOM2", genre AS "GENRE", effectif_min AS "EFFECTIF_MIN",
            effectif_max AS "EFFECTIF_MAX", depuis AS "DEPUIS", i1.pays AS "PAYS1", i2.pays AS "PAYS2", i3.pays AS "PAYS3",
            i4.pays AS "PAYS4", i5.pays AS "PAYS5", resume AS "RESUME", to_char(maj, 'YYYYMMDD') AS "MAJ"
        FROM fichier.filiere f
        LEFT JOIN fichier.itineraire i1 ON i1.no_filiere = f.no_filiere AND i1.etape = 1
        LEFT JOIN fichier.itineraire i2 ON i2.no_filiere = f.no_filiere AND i2.etape = 2
        LEFT JOIN fichier.itineraire i3 ON i3.no_filiere = f.no_filiere AND i3.etape = 3
        LEFT JOIN fichier.itineraire i4 ON i4.no_filiere = f.no_filiere AND i4.etape = 4
        LEFT JOIN fichier.itineraire i5 ON i5.no_filiere = f.no_filiere AND i5.etape = 5
        ORDER BY f.no_filiere""",
    write=(
        """INSERT INTO fichier.filiere VALUES (%(NO_FILIERE)s, %(NOM1)s, %(NOM2)s, %(GENRE)s, %(EFFECTIF_MIN)s::int,
            %(EFFECTIF_MAX)s::int, %(DEPUIS)s, %(RESUME)s, to_date(%(MAJ)s, 'YYYYMMDD'), 'PASSERELLE')
        ON CONFLICT (no_filiere) DO UPDATE SET nom = EXCLUDED.nom, surnom = EXCLUDED.surnom, genre = EXCLUDED.genre,
            effectif_min = EXCLUDED.effectif_min, effectif_max = EXCLUDED.effectif_max, depuis = EXCLUDED.depuis,
            resume = EXCLUDED.resume, maj = EXCLUDED.maj""",
        "DELETE FROM fichier.itineraire WHERE no_filiere = %(NO_FILIERE)s",
        """INSERT INTO fichier.itineraire SELECT %(NO_FILIERE)s, etape, pays
        FROM (VALUES (1, %(PAYS1)s::text), (2, %(PAYS2)s), (3, %(PAYS3)s), (4, %(PAYS4)s), (5, %(PAYS5)s)) AS v (etape, pays)
        WHERE pays IS NOT NULL""",
    ),
    remove=(
        "DELETE FROM fichier.itineraire WHERE no_filiere = %(NO_FILIERE)s",
        "DELETE FROM fichier.filiere WHERE no_filiere = %(NO_FILIERE)s",
    ),
)

MEMBERSHIP = Table(
    name="appartenance",
    record_type="link",
    pack=HERE / "packs" / "appartenances",
    key=("NO_FILIERE", "NO_DOSSIER"),
    must=("/content/kind",),
    ends={"from": ("NO_DOSSIER", "personne"), "to": ("NO_FILIERE", "filiere")},
    read="""
        SELECT no_filiere AS "NO_FILIERE", no_dossier AS "NO_DOSSIER", fonction AS "FONCTION", depuis AS "DEPUIS",
            to_char(maj, 'YYYYMMDD') AS "MAJ"
        FROM fichier.appartenance ORDER BY no_filiere, no_dossier""",
    write=(
        """INSERT INTO fichier.appartenance VALUES (%(NO_FILIERE)s, %(NO_DOSSIER)s, %(FONCTION)s, %(DEPUIS)s, to_date(%(MAJ)s, 'YYYYMMDD'))
        ON CONFLICT (no_filiere, no_dossier) DO UPDATE SET fonction = EXCLUDED.fonction, depuis = EXCLUDED.depuis, maj = EXCLUDED.maj""",
    ),
    remove=("DELETE FROM fichier.appartenance WHERE no_filiere = %(NO_FILIERE)s AND no_dossier = %(NO_DOSSIER)s",),
)

TABLES = (PERSON, NETWORK, MEMBERSHIP)
