import('/work/main/infra/toolchain/ensure.ts')
  .then((m) => m.ensureToolchain((t) => console.log(new Date().toISOString(), t)))
  .then(
    (r) => console.log(r),
    (e) => console.error(e.message),
  );
