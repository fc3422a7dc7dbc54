import type { MaskingCues } from './cues.js';

export const FR: MaskingCues = {
  introductions: `je m'appelle, je m’appelle, mon nom est, mon nom de famille est, mon prénom est, on m'appelle, on m’appelle,
    de la part de, au nom de`,
  beings: 'je suis, nous sommes',
  presenting: "c'est, c’est, ici",
  mine: 'mon, ma, mes, notre, nos',
  mineBehind: 'à moi',
  theirs: 'son, sa, ses, leur, leurs',
  relations: `femme, épouse, epouse, mari, époux, epoux, conjoint, conjointe, compagnon, compagne, copain, copine, fiancé, fiancée,
    mère, maman, père, papa, fils, fille, enfant, bébé, frère, sœur, soeur, grand-mère, grand-père, tante, oncle, cousin,
    cousine, neveu, nièce, belle-mère, beau-père, beau-frère, belle-sœur, ami, amie, meilleur ami, meilleure amie, voisin,
    voisine, collègue, collegue, patron, patronne, chef, supérieur, manager, assistante, employé, employée, client, cliente,
    propriétaire, locataire, colocataire, avocat, avocate, notaire, comptable, médecin, docteur, dentiste, professeur, prof,
    chauffeur, guide, ex-mari, ex-femme, agent`,
  people: "homme, dame, personne, quelqu'un, quelqu’un, type, garçon, monsieur",
  titles:
    'mr, mr., monsieur, mme, madame, mlle, mademoiselle, dr, dr., docteur, maître, professeur',
  named:
    "nommé, nommée, appelé, appelée, s'appelle, s’appelle, qui s'appelle, qui s’appelle, prénommé, prénommée, nom est, du nom de",
  reaching: `demander à, demande à, demandez à, contacter, contactez, appeler, appelez, appelle, parler à, parlé à, parler avec,
    parlé avec, écrire à, écrit à, rencontré, rencontrer, rendez-vous avec, virement à, contrat avec, envoyer à`,
  acting:
    "m'a, m’a, nous a, m'a dit, m’a dit, est mon, est ma, et moi, me doit, a signé mon, a signé ma, me dit",
  farewells:
    'cordialement, bien cordialement, bien à vous, amicalement, merci, merci beaucoup, bises, salutations, sincères salutations, à bientôt',
  greetings: 'bonjour, salut, cher, chère, bonsoir, coucou',
  labels:
    'nom, prénom, nom complet, nom et prénom, titulaire, destinataire, expéditeur, contact, patient, client',
  firstPerson:
    "je, j'ai, j’ai, j'habite, j’habite, j'étais, mon, mes, moi, nous, notre, nos, m'a, m’a",
  frames:
    "dis-moi, dites-moi, explique-moi, expliquez-moi, je veux savoir, je voudrais savoir, j'aimerais savoir, je me demande, je ne comprends pas, peux-tu me dire, pouvez-vous me dire, je lis",
  asking: `qui, que, quoi, quel, quelle, quels, quelles, quand, où, pourquoi, comment, combien, est-ce, est-il, est-elle, de qui,
    à qui, c'est quoi, c’est quoi, dans quel`,
  notNames: `je, le, la, les, un, une, des, et, ou, mais, est, sont, dans, sur, avec, de, du, pour, pas, ne, oui, non, merci, bonjour,
    monsieur, madame, janvier, février, mars, avril, juin, juillet, août, septembre, octobre, novembre, décembre, lundi,
    mardi, mercredi, jeudi, vendredi, samedi, dimanche, français, française, france, allemand, allemande, italien,
    italienne, espagnol, espagnole, anglais, anglaise, indonésien, indonésienne, indonésie, suisse, belge, belgique,
    canadien, canadienne, ambassade, consulat, préfecture, mairie, banque, hôtel, assurance, université, école, police,
    paris, lyon, marseille, qui, que, quoi, quand, où, pourquoi, comment, il, elle, on, nous, vous, ils, elles, mon, ma,
    équipe, service, client`,
  born: 'né le, née le, né, née, date de naissance, date de naissance est, anniversaire, anniversaire est, anniversaire est le, nés le',
  birthdays: 'date de naissance, anniversaire',
  months: `janvier janv, février fevrier févr, mars, avril avr, mai, juin, juillet juil, août aout, septembre sept, octobre oct,
    novembre nov, décembre decembre déc`,
  secrets:
    'mot de passe, mdp, code wifi, clé api, cle api, clé secrète, jeton, phrase secrète, identifiants, clé wifi',
  pins: 'code pin, code secret, code de vérification, code de sécurité, code de confirmation, cryptogramme, digicode, code confidentiel, code à usage unique',
  being: "est, était, c'est, c’est, est devenu",
  notSecrets: `faux, fausse, incorrect, correct, invalide, valide, expiré, bloqué, perdu, oublié, pas, trop, très, toujours, mon, ton, le,
    la, un, une, ne, plus, nécessaire, obligatoire, sûr, nouveau, ancien, refusé, le même`,
  at: 'arobase, at, chez',
  dot: 'point, dot',
  documents: `passeport, numéro de passeport, passeport numéro, passeport n°, carte d'identité, carte d’identité, numéro de carte
    d'identité, numéro de sécurité sociale, sécurité sociale, numéro fiscal, permis de conduire, numéro de permis,
    numéro de compte, numéro client, numéro de dossier, plaque, immatriculation`,
  phones:
    'téléphone, telephone, tél, tél., portable, mobile, numéro, mon numéro, mon numéro est, numéro de téléphone, appelez-moi au, joignable au, appelle-moi au',
};
