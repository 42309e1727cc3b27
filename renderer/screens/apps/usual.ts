/** What a column of an app's users usually holds. */
export const meanings = [
  'email',
  'fullName',
  'givenName',
  'familyName',
  'department',
  'title',
  'employeeNumber',
] as const;
export type Meaning = (typeof meanings)[number];

const expressions: Record<Meaning | 'login' | 'phone', string> = {
  login: 'user.userName',
  email: 'primary(user.emails)',
  fullName: 'user.displayName',
  givenName: 'user.name.givenName',
  familyName: 'user.name.familyName',
  department: 'user.department',
  title: 'user.title',
  employeeNumber: 'user.employeeNumber',
  phone: 'primary(user.phoneNumbers)',
};

/** Other names that apps give the same thing, small letters and digits only. */
const otherNames: readonly (readonly [string, keyof typeof expressions])[] = [
  ['username', 'login'],
  ['userid', 'login'],
  ['mail', 'email'],
  ['emailaddress', 'email'],
  ['displayname', 'fullName'],
  ['name', 'fullName'],
  ['firstname', 'givenName'],
  ['forename', 'givenName'],
  ['lastname', 'familyName'],
  ['surname', 'familyName'],
  ['dept', 'department'],
  ['team', 'department'],
  ['jobtitle', 'title'],
  ['position', 'title'],
  ['employeeid', 'employeeNumber'],
  ['employeeno', 'employeeNumber'],
  ['staffnumber', 'employeeNumber'],
  ['phonenumber', 'phone'],
  ['telephone', 'phone'],
];

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const byPlainName = new Map([
  ...Object.entries(expressions).map(([name, expression]) => [plain(name), expression] as const),
  ...otherNames.map(([other, name]) => [other, expressions[name]] as const),
]);

/** The expression that usually fills an attribute of this name; null when the name says nothing. */
export const usualExpression = (attribute: string): string | null => byPlainName.get(plain(attribute)) ?? null;

/** Every usual expression, to choose from. */
export const usualExpressions: readonly string[] = Object.values(expressions);
