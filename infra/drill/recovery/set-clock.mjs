/**
 * Loaded before a program of Node.js by `--import`: gives its clock an offset, which the process that started it tells. Only the
 * clock that people read is set, as by who sets that of a machine; timers go on.
 */
let aheadMs = 0;
const RealDate = Date;
const now = () => RealDate.now() + aheadMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});

process.on('message', ({ clockAheadMs }) => {
  aheadMs = clockAheadMs;
});
// Waiting for it keeps no program from its end.
process.channel?.unref();
