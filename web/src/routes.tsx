import { A, Route } from '@solidjs/router';
import { lazy } from 'solid-js';
import NowRoute from './features/now/route.tsx';
import { nowPath } from './paths.ts';
import { texts } from './texts.ts';
import { Panel } from './ui/notice.tsx';

/** Not part of what the first page waits for. */
const PlanRoute = lazy(() => import('./features/plan/route.tsx'));

/** Every page. */
export function Routes() {
  return (
    <>
      <Route path="/" component={NowRoute} />
      <Route path="/plan" component={PlanRoute} />
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
