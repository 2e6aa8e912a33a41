-- The national system of Southland, as its police has used it since 1998. It knows nothing of Passerelle, and nothing here is changed for
-- it: no column, no trigger, no view. All persons are invented.

CREATE SCHEMA fichier;

-- Numbers of files are given out from here, as the forms of the system do it.
CREATE TABLE fichier.compteur (nom varchar(20) PRIMARY KEY, valeur integer NOT NULL);

CREATE TABLE fichier.personne (
    no_dossier   char(7) PRIMARY KEY,
    nom          varchar(40) NOT NULL,
    prenom       varchar(40),
    sexe         char(1) CHECK (sexe IN ('H', 'F', 'I')),
    date_naiss   char(10),                     -- JJ/MM/AAAA ; 00 : inconnu
    fiab_naiss   varchar(3),                   -- ENV : environ ; INC : incertain
    nationalite  char(2),
    role         varchar(10),
    statut       char(3) NOT NULL,             -- MEC, REN, INC, et d'autres qui ne sortent pas
    taille       varchar(7),
    langues      varchar(20),
    arme         char(1) CHECK (arme IN ('O', 'N')),
    resume       varchar(300),
    maj          date,
    informateur  varchar(10),
    agent_saisie varchar(20) NOT NULL
);

CREATE TABLE fichier.alias (
    no_dossier char(7) NOT NULL REFERENCES fichier.personne,
    rang       smallint NOT NULL CHECK (rang BETWEEN 1 AND 3),
    alias      varchar(40) NOT NULL,
    PRIMARY KEY (no_dossier, rang)
);

CREATE TABLE fichier.telephone (
    no_dossier char(7) NOT NULL REFERENCES fichier.personne,
    rang       smallint NOT NULL CHECK (rang BETWEEN 1 AND 2),
    numero     varchar(20) NOT NULL,
    PRIMARY KEY (no_dossier, rang)
);

CREATE TABLE fichier.piece (
    no_dossier char(7) PRIMARY KEY REFERENCES fichier.personne,
    genre      char(3) NOT NULL,
    numero     varchar(20),
    pays       char(3)
);

CREATE TABLE fichier.filiere (
    no_filiere   char(6) PRIMARY KEY,
    nom          varchar(60) NOT NULL,
    surnom       varchar(60),
    genre        char(3) NOT NULL,             -- BDE, FAM, CEL, ECR
    effectif_min smallint,
    effectif_max smallint,
    depuis       char(7),                      -- MM/AAAA
    resume       varchar(300),
    maj          date,
    agent_saisie varchar(20) NOT NULL
);

-- The countries through which a network's route leads, in their order.
CREATE TABLE fichier.itineraire (
    no_filiere char(6) NOT NULL REFERENCES fichier.filiere,
    etape      smallint NOT NULL CHECK (etape BETWEEN 1 AND 5),
    pays       char(2) NOT NULL,
    PRIMARY KEY (no_filiere, etape)
);

CREATE TABLE fichier.appartenance (
    no_filiere char(6) NOT NULL REFERENCES fichier.filiere,
    no_dossier char(7) NOT NULL REFERENCES fichier.personne,
    fonction   char(3),
    depuis     char(7),
    maj        date,
    PRIMARY KEY (no_filiere, no_dossier)
);
