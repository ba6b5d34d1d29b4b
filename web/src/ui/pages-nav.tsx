import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { session } from '../features/account/session.ts';
import {
  accountPath,
  alertsPath,
  forecastPath,
  loginPath,
  nowPath,
  operatorPath,
  planPath,
  tariffsPath,
} from '../paths.ts';
import { texts } from '../texts/index.ts';
import { chooseLanguage, languages } from '../texts/language.ts';
import { language } from '../texts/translation.ts';

/** Where else to go; the same on every page. */
export function PagesNav(props: { zone: string | null }) {
  return (
    <>
      <LanguageChoice />
      <nav class="pages" aria-label={texts.pages.label}>
        <A href={nowPath({ zone: props.zone })} end>
          {texts.pages.now}
        </A>
        <A href={planPath({ zone: props.zone })}>{texts.pages.plan}</A>
        <A href={forecastPath({ zone: props.zone })}>{texts.pages.forecast}</A>
        <A href={tariffsPath({ zone: props.zone })}>{texts.pages.tariffs}</A>
        <Show when={session.role()} fallback={<A href={loginPath}>{texts.pages.logIn}</A>}>
          <A href={alertsPath}>{texts.pages.alerts}</A>
          <A href={accountPath}>{texts.pages.account}</A>
        </Show>
        <Show when={session.isOperator()}>
          <A href={operatorPath}>{texts.pages.operator}</A>
        </Show>
      </nav>
    </>
  );
}

/** Each language by its own name, so that nobody has to find it in a language that they do not read. */
function LanguageChoice() {
  return (
    <select
      class="language"
      aria-label={texts.language}
      value={language}
      onChange={({ currentTarget }) => chooseLanguage(currentTarget.value)}
    >
      <For each={Object.entries(languages)}>
        {([code, name]) => (
          <option value={code} lang={code} selected={code === language}>
            {name}
          </option>
        )}
      </For>
    </select>
  );
}

/** The line on top of pages that are of no zone. */
export function PlainLine() {
  return (
    <header class="zone-line">
      <span class="product muted">{texts.product}</span>
      <PagesNav zone={null} />
    </header>
  );
}
