import { createEffect, Show } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { operatorTexts } from '../../texts/operator.ts';
import { Panel } from '../../ui/notice.tsx';
import { PlainLine } from '../../ui/pages-nav.tsx';
import { MembersOnly } from '../account/members-only.tsx';
import { session } from '../account/session.ts';
import { createStack } from './controller.ts';
import { OperatorView } from './view.tsx';

/** For operators and admins; the API decides, this page only says so. */
export default function OperatorRoute() {
  document.title = texts.product;
  return (
    <div class="page">
      <PlainLine />
      <main>
        <MembersOnly>
          {() => (
            <Show
              when={session.isOperator()}
              fallback={<Panel isAlone title={operatorTexts.forbidden} text={operatorTexts.forbiddenText} />}
            >
              <Loaded />
            </Show>
          )}
        </MembersOnly>
      </main>
    </div>
  );
}

function Loaded() {
  const stack = createStack();
  createEffect(() => {
    const known = stack.stack();
    if (known) document.title = operatorTexts.title(known.stack);
  });
  return <OperatorView {...stack} />;
}
