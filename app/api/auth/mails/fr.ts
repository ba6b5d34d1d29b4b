import type { MailWords } from './words.ts';

export const fr: MailWords = {
  confirm: {
    subject: 'Confirmez votre adresse e-mail',
    text: (home, link) => `Quelqu’un, vous sans doute, a inscrit cette adresse sur ${home}.

Ouvrez ce lien dans les 24 heures pour la confirmer :
${link}

Si ce n’était pas vous, ne faites rien : sans confirmation, il n’y a pas de compte.
`,
  },
  alreadyRegistered: {
    subject: 'Vous avez déjà un compte',
    text: (
      home,
      logIn,
      forgot,
    ) => `Quelqu’un, vous sans doute, a voulu inscrire cette adresse sur ${home}. Elle a déjà un compte.

Se connecter :                      ${logIn}
Choisir un nouveau mot de passe :   ${forgot}

Si ce n’était pas vous, ne faites rien : rien n’a été changé.
`,
  },
  reset: {
    subject: 'Choisissez un nouveau mot de passe',
    text: (home, link) => `Quelqu’un, vous sans doute, a demandé un nouveau mot de passe sur ${home}.

Ouvrez ce lien dans l’heure pour en choisir un :
${link}

Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.
`,
  },
  passwordChanged: {
    subject: 'Votre mot de passe a été changé',
    text: (
      home,
      forgot,
    ) => `Le mot de passe de votre compte sur ${home} a été changé, et toutes les autres sessions ont été fermées.

Si ce n’était pas vous, choisissez-en un nouveau maintenant : ${forgot}
`,
  },
};
