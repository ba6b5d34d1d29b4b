import { A, Route } from '@solidjs/router';
import NowRoute from './features/now/route.tsx';
import { nowPath } from './paths.ts';
import { texts } from './texts.ts';
import { Panel } from './ui/notice.tsx';

/** Every page. */
export function Routes() {
  return (
    <>
      <Route path="/" component={NowRoute} />
      <Route path="*" component={NotFound} />
    </>
  );
}

function NotFound() {
  return (
    <div class="page">
      <main>
        <Panel title={texts.states.notFound.title}>
          <A class="button button-main" href={nowPath({})}>
            {texts.states.notFound.action}
          </A>
        </Panel>
      </main>
    </div>
  );
}
