/**
 * Beginnings of the most used passwords. What people add to them (digits, a mark, a capital) is known to those who
 * guess, so it is taken off before comparing.
 */
const words = new Set(
  (
    'password passwort passw0rd p@ssw0rd p@ssword losenord motdepasse contraseña senha qwerty qwertyuiop qwertyui ' +
    'qwertz qwertzuiop azerty azertyuiop asdfghjk asdfghjkl asdfgh zxcvbnm yxcvbnm qazwsx qazwsxedc qweasd qweasdzxc ' +
    'iloveyou loveyou princess sunshine football baseball basketball superman batman dragon monkey welcome ' +
    'willkommen letmein whatever starwars pokemon michael jordan jennifer charlie jessica ashley daniel thomas ' +
    'computer internet google facebook linkedin trustno trustnoone master shadow killer hunter soccer hockey ' +
    'liverpool chelsea arsenal barcelona schalke bayern hamburg berlin stockholm sweden deutschland france paris ' +
    'london summer winter spring autumn sommer vinter hallo hello bonjour hejhej changeme changeit default guest ' +
    'admin administrator root test tester testing user login secret geheim hemligt access electricity optimizer ' +
    'electricityoptimizer strom energy'
  ).split(' '),
);

/** Keys side by side, and the alphabet: a password that only walks along one is no secret. */
const walks = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];
const walksBothWays = walks.flatMap((walk) => [walk, [...walk].reverse().join('')]);

/** @param password whole, as its owner types it */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  if (walksBothWays.some((walk) => walk.includes(lower))) return true;
  return words.has(lower) || words.has(lower.replace(/[\d\W_]+$/, '').replace(/^[\d\W_]+/, ''));
}
