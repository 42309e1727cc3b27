/** A part of a name as its bearer writes it, and as it stands in a login. */
export interface NamePart {
  readonly text: string;
  /** Lower-case a to z, with the apostrophe or hyphen that the name has. */
  readonly ascii: string;
}

export interface Name {
  /** null for who has one name only. */
  readonly given: NamePart | null;
  readonly family: NamePart;
  /** Written family name first and, in scripts that do so, without a space. */
  readonly order: 'given first' | 'family first' | 'family first, joined';
}

interface Culture {
  readonly order: Name['order'];
  /** `text/ascii`, with `_` for a space within a name; a text that is its ASCII already stands alone. Empty: one name only. */
  readonly given: string;
  readonly family: string;
}

/** Family names that do not depend on gender, or given names that fit the one they have. */
const cultures: readonly Culture[] = [
  { order: 'given first', given: 'Ada Grace Oliver Harriet Miles', family: 'Whitlock Brennan Ashdown Thorne Fairley' },
  {
    order: 'given first',
    given: 'Zoë/zoe Jörg/joerg Käthe/kaethe Anselm Marlene',
    family: 'Müller/mueller Weiß/weiss Brandt Kühn/kuehn Oster',
  },
  {
    order: 'given first',
    given: 'Élodie/elodie François/francois Maëlle/maelle Léon/leon Inès/ines',
    family: 'Lefèvre/lefevre Garçon/garcon Moreau Béranger/beranger Noël/noel',
  },
  {
    order: 'given first',
    given: 'Núria/nuria Íñigo/inigo Belén/belen Joaquín/joaquin Ángela/angela',
    family: 'Muñoz/munoz Ibáñez/ibanez Quintana Peña/pena Solís/solis',
  },
  {
    order: 'given first',
    given: 'João/joao Conceição/conceicao Inês/ines Tomé/tome Benedita',
    family: 'Gonçalves/goncalves Magalhães/magalhaes Simões/simoes Araújo/araujo Falcão/falcao',
  },
  {
    order: 'given first',
    given: 'Łucja/lucja Żaneta/zaneta Grażyna/grazyna Świętosława/swietoslawa Zofia',
    family: 'Wójcik/wojcik Gołąb/golab Dąbek/dabek Źrebiec/zrebiec Nowak',
  },
  {
    order: 'given first',
    given: 'Guðrún/gudrun Sigríður/sigridur Þóra/thora Ásta/asta Hrafnhildur',
    family: 'Jónsdóttir/jonsdottir Þórsdóttir/thorsdottir Ólafsdóttir/olafsdottir Árnadóttir/arnadottir',
  },
  {
    order: 'given first',
    given: 'Şirin/sirin İlker/ilker Çağla/cagla Gökçe/gokce Umut',
    family: 'Yıldız/yildiz Öztürk/ozturk Güneş/gunes Çelik/celik Işık/isik',
  },
  {
    order: 'given first',
    given: 'Олена/olena Тарас/taras Марія/mariia Юрій/yurii Ніна/nina',
    family: 'Шевченко/shevchenko Коваленко/kovalenko Бондаренко/bondarenko Щур/shchur Гончар/honchar',
  },
  {
    order: 'given first',
    given: 'Ελένη/eleni Νίκος/nikos Χρύσα/chrysa Άρης/aris Θάλεια/thaleia',
    family: 'Οικονόμου/oikonomou Αγγέλου/angelou Χατζή/chatzi Ψαρρού/psarrou',
  },
  {
    order: 'given first',
    given: 'ليلى/layla يوسف/yusuf نور/nour سلمى/salma كريم/karim',
    family: 'حداد/haddad منصور/mansour خوري/khoury نجار/najjar صالح/saleh',
  },
  {
    order: 'given first',
    given: 'נועה/noa איתן/eitan תמר/tamar אורי/uri שירה/shira',
    family: 'לוי/levi כהן/cohen מזרחי/mizrahi ברק/barak שלום/shalom',
  },
  {
    order: 'given first',
    given: 'प्रिया/priya अर्जुन/arjun मीरा/meera रोहन/rohan काव्या/kavya',
    family: 'शर्मा/sharma अय्यर/iyer पटेल/patel राव/rao जोशी/joshi',
  },
  {
    order: 'given first',
    given: 'Adaeze Chidi Ọláyínká/olayinka Ngozi Ṣadé/sade',
    family: 'Okonkwo Adéyẹmí/adeyemi Eze Balógun/balogun Nwosu',
  },
  {
    order: 'given first',
    given: 'สุดา/suda กิตติ/kitti มาลี/malee อนันต์/anan พิมพ์/pim',
    family: 'ศรีสุข/srisuk วงศ์ทอง/wongthong ใจดี/jaidee แสงจันทร์/saengchan',
  },
  {
    order: 'family first, joined',
    given: '小美/xiaomei 伟/wei 静怡/jingyi 子轩/zixuan 雅婷/yating',
    family: '王/wang 李/li 欧阳/ouyang 陈/chen 吕/lu',
  },
  {
    order: 'family first, joined',
    given: '陽子/yoko 健太/kenta さくら/sakura 大輔/daisuke 美咲/misaki',
    family: '中村/nakamura 佐藤/sato 髙橋/takahashi 渡邉/watanabe 小林/kobayashi',
  },
  {
    order: 'family first, joined',
    given: '지우/jiwoo 민준/minjun 서연/seoyeon 하늘/haneul 도윤/doyun',
    family: '김/kim 이/lee 박/park 최/choi 남궁/namgung',
  },
  {
    order: 'family first',
    given: 'Hương/huong Đức/duc Thảo/thao Bảo/bao Quỳnh/quynh',
    family: 'Nguyễn/nguyen Trần/tran Đặng/dang Phạm/pham Lê/le',
  },
  {
    order: 'family first',
    given: 'Zsófia/zsofia Bálint/balint Enikő/eniko Gergő/gergo Kinga',
    family: 'Szabó/szabo Tóth/toth Kőszegi/koszegi Várkonyi/varkonyi Nagy',
  },
  {
    order: 'given first',
    given: 'Niamh Seán/sean Aoife Róisín/roisin Jean-Luc',
    family: "O'Sullivan Nic_Dhonnchadha/nicdhonnchadha D’Arcy/d'arcy Fitzgerald-O’Shea/fitzgerald-o'shea",
  },
  {
    order: 'given first',
    given: 'Marijke Joost Anne-Fleur Sjoerd',
    family: "van_'t_Hoff/van-t-hoff de_Vries/devries van_den_Heuvel/vandenheuvel ten_Brink/tenbrink",
  },
  {
    order: 'given first',
    given: 'ნინო/nino გიორგი/giorgi ქეთევან/ketevan ლაშა/lasha',
    family: 'გელაშვილი/gelashvili ბერიძე/beridze წიკლაური/tsiklauri',
  },
  {
    order: 'given first',
    given: 'Անի/ani Տիգրան/tigran Նարե/nare',
    family: 'Հակոբյան/hakobyan Սարգսյան/sargsyan Գրիգորյան/grigoryan',
  },
  {
    order: 'given first',
    given: 'কবিতা/kabita অমিত/amit শিউলি/shiuli',
    family: 'চট্টোপাধ্যায়/chattopadhyay সেন/sen বসু/basu',
  },
  {
    order: 'given first',
    given: 'ሰላም/selam ዳዊት/dawit ህይወት/hiwot',
    family: 'ተስፋዬ/tesfaye በቀለ/bekele አለሙ/alemu',
  },
  {
    order: 'given first',
    given: 'Andriamihaja Voahangy_Lalatiana/voahangylalatiana Hanitriniaina',
    family: 'Ramanantsoanirinarivelo Rakotoarimanana-Razafindrakoto Andrianampoinimerinatompokoindrindra',
  },
  {
    order: 'family first, joined',
    given: 'ヒカル/hikaru エマ/ema ツバサ/tsubasa',
    family: '𠮷田/yoshida 一ノ瀬/ichinose',
  },
  {
    order: 'given first',
    given: '',
    family: 'Suharto தமிழ்ச்செல்வன்/tamilselvan Sukarni ಅಂಬಿಕಾ/ambika မြင့်/myint Þórkatla/thorkatla',
  },
];

const parts = (list: string): readonly NamePart[] =>
  list.split(' ').map((entry) => {
    const [text = '', ascii = text.toLowerCase()] = entry.split('/');
    return { text: text.replaceAll('_', ' '), ascii };
  });

const names: readonly Name[] = cultures.flatMap(({ order, given, family }) =>
  (given === '' ? [null] : parts(given)).flatMap((givenPart) =>
    parts(family).map((familyPart) => ({ given: givenPart, family: familyPart, order })),
  ),
);

/** How many different names there are; after so many people they come again. */
export const nameCount = names.length;

// Neighbours in the table share a culture. A stride near the golden section of its length takes every name once
// before it takes any again, and mixes the cultures from the first person on.
const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
const stride = (() => {
  let candidate = Math.round(names.length * 0.618);
  while (greatestDivisor(candidate, names.length) !== 1) candidate += 1;
  return candidate;
})();

/** The first who is no head of a department: whoever is told what to try first meets somebody of this name. */
const numberOfAda = 6;

/** The name of the n-th person (from 0) of a company with this seed. The seventh is always an Ada. */
export function nameOf(seed: number, n: number): Name {
  const indexOf = (number: number) => ((seed >>> 0) * 37 + number * stride) % names.length;
  const drawn = indexOf(n % names.length);
  // Of the first culture, whose first given name is Ada; she changes places with who would have been seventh.
  const ada = (seed >>> 0) % (cultures[0]?.family.split(' ').length ?? 1);
  const name = names[drawn === indexOf(numberOfAda) ? ada : drawn === ada ? indexOf(numberOfAda) : drawn];
  if (name === undefined) throw new RangeError(`There is no name number ${n}.`);
  return name;
}

/** The whole name as its bearer writes it. */
export function formatted(name: Name): string {
  if (name.given === null) return name.family.text;
  switch (name.order) {
    case 'given first':
      return `${name.given.text} ${name.family.text}`;
    case 'family first':
      return `${name.family.text} ${name.given.text}`;
    case 'family first, joined':
      return `${name.family.text}${name.given.text}`;
  }
}
