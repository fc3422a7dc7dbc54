import type { MaskingCues } from './cues.js';

export const ID: MaskingCues = {
  introductions:
    'nama saya, nama saya adalah, namaku, nama aku, nama lengkap saya, panggil saya, atas nama, perkenalkan saya, perkenalkan nama saya',
  beings: 'saya, aku, kami',
  presenting: 'ini, di sini',
  mine: '',
  mineBehind: 'saya, aku, kami, kita, ku',
  theirs: '',
  relations: `istri, suami, pasangan, pacar, tunangan, ibu, mama, ayah, bapak, papa, anak, putra, putri, kakak, adik, saudara, saudari,
    nenek, kakek, tante, paman, sepupu, keponakan, mertua, ipar, teman, sahabat, tetangga, rekan, rekan kerja, atasan, bos,
    manajer, asisten, karyawan, klien, pelanggan, pemilik, penyewa, pengacara, notaris, akuntan, dokter, guru, dosen, sopir,
    supir, pemandu, agen, sponsor, mantan istri, mantan suami`,
  people: 'orang, pria, wanita, seseorang, laki-laki, perempuan, cewek, cowok',
  titles: 'pak, bapak, bpk, bpk., bu, ibu, mas, mbak, dr., drg., prof., haji, hajah',
  named: 'bernama, dipanggil, namanya, yang bernama',
  reaching:
    'tanya, tanyakan ke, tanya ke, hubungi, menghubungi, telepon, bicara dengan, berbicara dengan, bertemu, bertemu dengan, ketemu, transfer ke, kirim ke, janji dengan, kontrak dengan',
  acting:
    'bilang ke saya, mengatakan kepada saya, menelepon saya, menghubungi saya, adalah istri saya, adalah suami saya, dan saya, kirim ke saya, memberi saya',
  farewells: 'salam, salam hormat, hormat saya, terima kasih, terima kasih banyak, makasih',
  greetings:
    'halo, hai, yth, yth., kepada, selamat pagi, selamat siang, selamat sore, selamat malam',
  labels:
    'nama, nama lengkap, penerima, pengirim, pemohon, pasien, kontak, a.n., a/n, pemilik rekening',
  firstPerson: 'saya, aku, kami, kita',
  frames:
    'saya ingin tahu, saya mau tahu, saya tidak mengerti, beri tahu saya, ceritakan kepada saya, saya mau tanya, saya ingin bertanya, saya membaca',
  asking:
    'siapa, siapakah, apa, apakah, kapan, di mana, dimana, mengapa, kenapa, bagaimana, berapa, yang mana, bisakah, adakah, dari mana, ke mana',
  notNames: `saya, aku, kami, kita, yang, dan, atau, tapi, adalah, di, ke, dari, dengan, untuk, tidak, ya, terima, kasih, halo, pak, bu, ibu,
    bapak, kota, januari, februari, maret, mei, juni, juli, agustus, oktober, desember, senin, selasa, rabu, kamis, jumat,
    sabtu, minggu, indonesia, inggris, jerman, perancis, prancis, italia, belanda, jepang, bali, jakarta, surabaya, bandung,
    yogyakarta, medan, kedutaan, konsulat, imigrasi, kantor, bank, hotel, asuransi, universitas, sekolah, polisi, visa,
    paspor, ktp, kitas, orang, warga, negara, wni, wna, siapa, apa, kapan, bagaimana, mengapa, berapa, bisa, mau, ingin,
    butuh, perlu, punya, sudah, belum, akan, sedang, pertiwi, tim, layanan, pelanggan, muslim, islam, kristen, katolik,
    hindu, buddha`,
  born: 'lahir, lahir tanggal, lahir pada, lahir pada tanggal, tanggal lahir, tanggal lahir saya, tgl lahir, ulang tahun, ulang tahun saya',
  birthdays: 'tanggal lahir, ulang tahun',
  months: `januari jan, februari feb, maret mar, april apr, mei, juni jun, juli jul, agustus agu agt, september sep, oktober okt,
    november nov, desember des`,
  secrets:
    'kata sandi, kata sandi saya, password saya, sandi, sandi wifi, password wifi, kunci api, kredensial',
  pins: 'pin, pin saya, kode pin, kode otp, otp, kode verifikasi, kode keamanan, kode akses, kode rahasia',
  being: 'adalah, ialah, yaitu, saya adalah, saya',
  notSecrets:
    'salah, benar, lupa, hilang, kedaluwarsa, kadaluarsa, diblokir, tidak, sudah, belum, selalu, harus, baru, lama, saya, yang, tidak bisa, aman',
  at: 'at, ad',
  dot: 'titik, dot',
  documents: `paspor, nomor paspor, no paspor, no. paspor, ktp, nomor ktp, no ktp, no. ktp, nik, nik saya, npwp, nomor npwp, sim, nomor sim, kitas,
    nomor kitas, nomor rekening, no rekening, no. rekening, rekening, nomor polisi, plat nomor, bpjs, nomor bpjs,
    kartu keluarga, nomor kk, no kk`,
  phones:
    'telepon, nomor telepon, no telepon, telp, telp., hp, no hp, no. hp, nomor hp, wa, nomor wa, no wa, nomor saya, hubungi saya di, telepon saya di',
};
