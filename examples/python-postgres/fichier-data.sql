-- What stands in the national system before anything comes from abroad. All of it is invented.

INSERT INTO fichier.compteur VALUES ('dossier', 422), ('filiere', 32);

INSERT INTO fichier.personne VALUES
    ('N-00417', 'EXEMPLE', 'Émile', 'H', '14/05/1986', NULL, 'AP', 'PAS', 'MEC', '178', 'fr,ar', 'O',
     'Conduit des fourgons vers la côte. Personne inventée.', '2026-03-01', 'SRC-9', 'k.modele'),
    ('N-00418', 'SPÉCIMEN', 'Anaïs Zoé', 'F', '00/03/1990', 'ENV', 'XD', 'RAB', 'REN', '165-170', 'fr', NULL,
     NULL, '2026-02-15', NULL, 'k.modele'),
    ('N-00419', 'DE LA MAQUETTE', 'Jean', 'H', '00/00/1975', NULL, 'XB', 'LOG', 'INC', NULL, NULL, NULL,
     'Loge des personnes ; lieu inventé.', '2025-11-20', 'SRC-2', 'm.exemple'),
    ('N-00420', 'MODÈLE', NULL, 'I', NULL, NULL, NULL, 'ORG', 'MEC', NULL, 'ru,tr', NULL, NULL, '2026-01-10', NULL, 'm.exemple'),
    -- Typed in wrongly years ago; nobody has noticed yet.
    ('N-00421', 'GABARIT', 'Luc', 'H', '31/02/1980', NULL, 'XB', 'CHF', 'MEC', NULL, NULL, NULL, NULL, '2019-06-30', NULL, 'm.exemple'),
    -- A status that is nobody else's business: no code of the format says the same.
    ('N-00422', 'ÉBAUCHE', 'Rose', 'F', NULL, NULL, 'XB', NULL, 'TEM', NULL, NULL, NULL, NULL, '2026-04-02', NULL, 'k.modele');

INSERT INTO fichier.alias VALUES ('N-00417', 1, 'Le Grand'), ('N-00417', 3, 'Milo'), ('N-00419', 1, 'Le "Fictif"');

INSERT INTO fichier.telephone VALUES
    ('N-00417', 1, '06 39 98 00 10'), ('N-00418', 2, '0639980021'), ('N-00419', 1, '+44 7700 900123');

INSERT INTO fichier.piece VALUES ('N-00417', 'PAS', 'SPECI MEN1', 'UTO'), ('N-00419', 'CNI', NULL, 'UTO');

INSERT INTO fichier.filiere VALUES
    ('F-0031', 'Filière du Phare', 'Les Gardiens', 'BDE', 6, 12, '06/2025', 'Traversées de nuit. Filière inventée.', '2026-03-01', 'k.modele'),
    ('F-0032', 'Famille Maquette', NULL, 'FAM', NULL, NULL, NULL, NULL, '2026-01-10', 'm.exemple');

INSERT INTO fichier.itineraire VALUES ('F-0031', 1, 'XD'), ('F-0031', 2, 'XC'), ('F-0031', 3, 'XB'), ('F-0032', 1, 'XB');

INSERT INTO fichier.appartenance VALUES
    ('F-0031', 'N-00417', 'PAS', '06/2025', '2026-03-01'), ('F-0031', 'N-00420', 'ORG', NULL, '2026-03-01'),
    ('F-0032', 'N-00419', 'LOG', NULL, '2026-01-10'),
    -- The file of a person who is no matter for others is not referred to either.
    ('F-0032', 'N-00422', NULL, NULL, '2026-04-02');
