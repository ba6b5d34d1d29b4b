import { setTimeout as sleep } from 'node:timers/promises';

/** A little traffic that goes on until it is stopped. */
export interface Load {
  stop(): Promise<void>;
}

const pauseMs = 200;
const paths = [
  '/api/v1/prices/current?zone=SE3',
  '/api/v1/prices?zone=SE3',
  '/api/v1/prices/cheapest-window?zone=SE3&minutes=120',
  '/api/v1/forecasts?zone=SE3',
  '/api/v1/zones',
  '/no-such-page',
];

/** Five requests a second, of every kind that users make, failing ones included. */
export function startLoad(baseUrl: string): Load {
  let running = true;
  const going = (async () => {
    for (let index = 0; running; index += 1) {
      // The API may be away for a while: that is not what this is about.
      await fetch(`${baseUrl}${paths[index % paths.length]}`).then(
        (answer) => answer.text(),
        () => {},
      );
      await sleep(pauseMs);
    }
  })();
  return {
    stop: async () => {
      running = false;
      await going;
    },
  };
}
