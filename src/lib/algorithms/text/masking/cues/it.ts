import type { MaskingCues } from './cues.js';

export const IT: MaskingCues = {
  introductions:
    'mi chiamo, il mio nome è, il mio nome e, il mio cognome è, mi chiamano, a nome di, per conto di',
  beings: 'sono, io sono, siamo',
  presenting: 'qui, qui è, questo è, questa è',
  mine: 'mio, mia, miei, mie, nostro, nostra, nostri, nostre',
  mineBehind: 'mio, mia',
  theirs: 'suo, sua, suoi, sue, loro',
  relations: `moglie, marito, coniuge, compagno, compagna, fidanzato, fidanzata, ragazzo, ragazza, madre, mamma, padre, papà, babbo,
    figlio, figlia, bambino, bambina, fratello, sorella, nonna, nonno, zia, zio, cugino, cugina, nipote, suocera, suocero,
    cognato, cognata, amico, amica, migliore amico, migliore amica, vicino, vicina, collega, capo, responsabile, direttore,
    direttrice, assistente, dipendente, cliente, proprietario, padrone di casa, padrona di casa, inquilino, inquilina,
    coinquilino, coinquilina, avvocato, notaio, commercialista, medico, dottore, dottoressa, dentista, insegnante,
    professore, professoressa, maestra, autista, guida, ex marito, ex moglie, socio, socia, sponsor, agente`,
  people: 'uomo, donna, persona, qualcuno, tizio, tipo, signore, signora',
  titles:
    'signor, signora, signorina, sig., sig.ra, sig, dott., dott.ssa, dottor, dottoressa, prof., prof.ssa, professor, professoressa, avv., ing., avvocato',
  named: 'di nome, chiamato, chiamata, si chiama, che si chiama, nome è, di cognome',
  reaching: `chiedere a, chiedi a, chieda a, contattare, contatta, chiamare, chiama, parlare con, parlato con, parla con, scrivere a,
    scritto a, incontrato, incontrare, appuntamento con, bonifico a, contratto con, mandare a, mandato a`,
  acting: 'mi ha, ci ha, mi ha detto, è mio, è mia, e io, mi deve, ha firmato il mio, mi dice',
  farewells:
    'saluti, cordiali saluti, distinti saluti, un saluto, grazie, grazie mille, a presto, un abbraccio, cordialmente, baci',
  greetings: 'ciao, salve, caro, cara, buongiorno, buonasera, gentile, egregio',
  labels:
    'nome, cognome, nome e cognome, nome completo, intestatario, destinatario, mittente, contatto, paziente, referente',
  firstPerson:
    'io, mio, mia, miei, mie, noi, nostro, nostra, nostri, nostre, mi ha, ci ha, ho, abbiamo, sono, vorrei, devo',
  frames:
    'dimmi, mi dica, spiegami, mi spieghi, vorrei sapere, voglio sapere, mi chiedo, non capisco, puoi dirmi, può dirmi, sto leggendo, ho letto',
  asking:
    'chi, cosa, che, quale, quali, quando, dove, perché, perche, come, quanto, quanta, quanti, quante, di chi, a chi, è, ha, può, posso, si può',
  notNames: `io, il, lo, la, i, gli, le, un, una, e, o, ma, è, sono, in, con, di, da, del, della, per, non, sì, no, grazie, ciao, signor,
    signora, gennaio, febbraio, marzo, aprile, maggio, giugno, luglio, agosto, settembre, ottobre, novembre, dicembre,
    lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica, italiano, italiana, italiani, italia, tedesco, tedesca,
    francese, spagnolo, spagnola, inglese, indonesiano, indonesiana, indonesia, americano, americana, svizzero, svizzera,
    ambasciata, consolato, questura, comune, banca, hotel, assicurazione, università, scuola, polizia, roma, milano,
    torino, napoli, firenze, bologna, venezia, visto, passaporto, chi, che, cosa, come, quando, dove, perché, quale, ho,
    ha, posso, vorrei, devo, servizio, assistenza, clienti, poste`,
  born: 'nato il, nata il, nato, nata, sono nato il, sono nata il, data di nascita, data di nascita è, compleanno, compleanno è il, compleanno il, nati il',
  birthdays: 'data di nascita, compleanno',
  months: `gennaio gen, febbraio feb, marzo mar, aprile apr, maggio mag, giugno giu, luglio lug, agosto ago, settembre set sett,
    ottobre ott, novembre nov, dicembre dic`,
  secrets:
    "password, parola d'ordine, chiave api, chiave segreta, token, credenziali, password del wifi, password wifi, chiave wifi",
  pins: 'pin, codice pin, codice segreto, codice di verifica, codice di sicurezza, codice di accesso, codice otp, codice di conferma',
  being: 'è, e, era, è:',
  notSecrets: `sbagliata, errata, corretta, giusta, scaduta, bloccata, persa, dimenticata, non, troppo, molto, sempre, la, il, una, un, mia,
    tua, sicura, necessaria, obbligatoria, nuova, vecchia, valida`,
  at: 'chiocciola, at',
  dot: 'punto, dot',
  documents: `passaporto, numero di passaporto, passaporto numero, passaporto n., carta d'identità, carta d’identità, carta di identità,
    numero di carta d'identità, codice fiscale, tessera sanitaria, patente, numero di patente, numero di conto,
    numero cliente, numero di pratica, targa, permesso di soggiorno`,
  phones:
    'telefono, cellulare, cell, cell., tel, tel., numero, il mio numero, il mio numero è, mio numero è, numero di telefono, chiamami al, chiamatemi al',
};
