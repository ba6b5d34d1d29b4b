import { A, Route } from '@solidjs/router';
import { lazy } from 'solid-js';
import NowRoute from './features/now/route.tsx';
import { nowPath } from './paths.ts';
import { texts } from './texts/index.ts';
import { Panel } from './ui/notice.tsx';

/** Not part of what the first page waits for. */
const PlanRoute = lazy(() => import('./features/plan/route.tsx'));
const ForecastRoute = lazy(() => import('./features/forecast/route.tsx'));
const TariffsRoute = lazy(() => import('./features/tariffs/route.tsx'));
const LoginRoute = lazy(() => import('./features/account/login-route.tsx'));
const RegisterRoute = lazy(() => import('./features/account/register-route.tsx'));
const ConfirmRoute = lazy(() => import('./features/account/confirm-route.tsx'));
const ForgotRoute = lazy(() => import('./features/account/forgot-route.tsx'));
const ResetRoute = lazy(() => import('./features/account/reset-route.tsx'));
const AccountRoute = lazy(() => import('./features/account/route.tsx'));
const AlertsRoute = lazy(() => import('./features/alerts/route.tsx'));
const HouseholdRoute = lazy(() => import('./features/household/route.tsx'));
const OperatorRoute = lazy(() => import('./features/operator/route.tsx'));

/** Every page. */
export function Routes() {
  return (
    <>
      <Route path="/" component={NowRoute} />
      <Route path="/plan" component={PlanRoute} />
      <Route path="/forecast" component={ForecastRoute} />
      <Route path="/tariffs" component={TariffsRoute} />
      <Route path="/login" component={LoginRoute} />
      <Route path="/register" component={RegisterRoute} />
      <Route path="/confirm" component={ConfirmRoute} />
      <Route path="/forgot" component={ForgotRoute} />
      <Route path="/reset" component={ResetRoute} />
      <Route path="/account" component={AccountRoute} />
      <Route path="/alerts" component={AlertsRoute} />
      <Route path="/household" component={HouseholdRoute} />
      <Route path="/operator" component={OperatorRoute} />
      <Route path="*" component={NotFound} />
    </>
  );
}

function NotFound() {
  return (
    <div class="page">
      <main>
        <Panel isAlone title={texts.states.notFound.title}>
          <A class="button button-main" href={nowPath({})}>
            {texts.states.notFound.action}
          </A>
        </Panel>
      </main>
    </div>
  );
}
