import type { MaskingCues } from './cues.js';

export const ES: MaskingCues = {
  introductions:
    'me llamo, mi nombre es, mi apellido es, mi nombre completo es, me llaman, en nombre de, de parte de',
  beings: 'soy, yo soy, somos',
  presenting: 'habla, aquí, este es, esta es',
  mine: 'mi, mis, nuestro, nuestra, nuestros, nuestras',
  mineBehind: 'mío, mía',
  theirs: 'su, sus',
  relations: `esposa, esposo, mujer, marido, pareja, novia, novio, prometida, prometido, madre, mamá, padre, papá, hijo, hija, bebé,
    hermano, hermana, abuela, abuelo, tía, tío, prima, primo, sobrino, sobrina, suegra, suegro, cuñado, cuñada, amigo, amiga,
    mejor amigo, mejor amiga, vecino, vecina, colega, compañero, compañera, compañero de piso, jefe, jefa, gerente,
    asistente, empleado, empleada, cliente, clienta, casero, casera, inquilino, inquilina, abogado, abogada, notario,
    contador, gestor, médico, médica, doctor, doctora, dentista, profesor, profesora, maestro, maestra, chofer, conductor,
    guía, exmarido, exmujer, ex, socio, socia, agente`,
  people: 'hombre, mujer, persona, alguien, chico, chica, señor, señora, tipo',
  titles:
    'señor, señora, señorita, sr., sra., srta., sr, sra, don, doña, dr., dra., dr, dra, doctor, doctora, prof., profesor, profesora, lic., ing.',
  named: 'llamado, llamada, se llama, que se llama, de nombre, nombre es',
  reaching: `preguntar a, pregunta a, pregúntale a, contactar a, contactar con, llamar a, llama a, hablar con, hablé con, hablado con,
    escribir a, escribí a, conocí a, reunión con, cita con, transferencia a, contrato con, enviar a`,
  acting:
    'me dijo, me ha dicho, nos dijo, me llamó, me escribió, me debe, es mi, y yo, me envió, me dio, firmó mi',
  farewells:
    'saludos, un saludo, saludos cordiales, atentamente, cordialmente, gracias, muchas gracias, un abrazo, besos',
  greetings:
    'hola, estimado, estimada, querido, querida, buenos días, buenas tardes, buenas noches',
  labels:
    'nombre, apellido, apellidos, nombre completo, nombre y apellidos, titular, destinatario, remitente, contacto, paciente',
  firstPerson:
    'yo, mis, nosotros, nuestro, nuestra, me dijo, nos dijo, tengo, necesito, quiero, puedo, soy, mi hijo, mi hija, mi esposa, mi marido',
  frames:
    'dime, dígame, explícame, quiero saber, quisiera saber, me gustaría saber, me pregunto, no entiendo, puedes decirme, puede decirme, estoy leyendo',
  asking:
    'quién, quien, quiénes, qué, que, cuál, cual, cuáles, cuándo, cuando, dónde, donde, por qué, cómo, como, cuánto, cuánta, cuántos, de quién, a quién, es, puede, hay',
  notNames: `yo, el, la, los, las, un, una, y, o, pero, es, son, en, con, de, del, para, por, no, sí, gracias, hola, señor, señora, enero,
    febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, lunes, martes, miércoles,
    jueves, viernes, sábado, domingo, español, española, españa, alemán, alemana, francés, francesa, italiano, italiana,
    inglés, inglesa, indonesio, indonesia, mexicano, mexicana, méxico, argentino, argentina, colombiano, colombiana, chileno,
    chilena, peruano, peruana, embajada, consulado, ayuntamiento, banco, hotel, seguro, universidad, escuela, policía,
    madrid, barcelona, visado, pasaporte, quién, qué, cómo, cuándo, dónde, tengo, puedo, necesito, servicio, cliente`,
  born: 'nací el, nació el, nacido el, nacida el, nací, nació, fecha de nacimiento, fecha de nacimiento es, cumpleaños, cumpleaños es el, cumpleaños el',
  birthdays: 'fecha de nacimiento, cumpleaños',
  months: `enero ene, febrero feb, marzo mar, abril abr, mayo may, junio jun, julio jul, agosto ago, septiembre setiembre sept sep,
    octubre oct, noviembre nov, diciembre dic`,
  secrets:
    'contraseña, contrasena, clave, clave wifi, clave secreta, clave api, token, credenciales, contraseña del wifi',
  pins: 'pin, código pin, código de seguridad, código de verificación, código de acceso, código secreto, clave de acceso, código otp',
  being: 'es, era, es:',
  notSecrets: `incorrecta, correcta, inválida, válida, caducada, bloqueada, perdida, olvidada, no, muy, siempre, la, el, una, un, mi, tu,
    segura, necesaria, obligatoria, nueva, vieja, demasiado`,
  at: 'arroba, at',
  dot: 'punto, dot',
  documents: `pasaporte, número de pasaporte, pasaporte número, pasaporte n.º, dni, nie, nif, curp, rfc, cédula, número de cédula,
    documento de identidad, seguridad social, número de seguridad social, licencia de conducir, permiso de conducir,
    número de cuenta, número de cliente, matrícula, número de expediente`,
  phones:
    'teléfono, telefono, móvil, movil, celular, tel, tel., número, mi número, mi número es, número de teléfono, llámame al, llámeme al',
};
