import { accessTexts } from '../../texts/account.ts';
import { Field } from '../../ui/form.tsx';

/** Fields that password managers know by their names. */

export const EmailField = () => (
  <Field label={accessTexts.email} name="email" type="email" autocomplete="username" />
);

export const PasswordField = (props: { label?: string }) => (
  <Field
    label={props.label ?? accessTexts.password}
    name="password"
    type="password"
    autocomplete="current-password"
  />
);

export const NewPasswordField = (props: { label: string; name: string }) => (
  <Field
    label={props.label}
    name={props.name}
    type="password"
    autocomplete="new-password"
    minlength={8}
    hint={accessTexts.passwordHint}
  />
);
