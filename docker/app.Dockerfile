# The API, the pipelines and the scheduler. Builds with and without BuildKit:
#   docker build -f docker/app.Dockerfile -t app .
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

# What decides which packages are installed, so that a change of anything else does not install them again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /source
COPY . .
RUN mkdir /manifests \
 && find . -name node_modules -prune -o \( -name package.json -o -name package-lock.json -o -name .npmrc \) \
      -exec cp --parents {} /manifests \;

FROM ${NODE_IMAGE} AS build
WORKDIR /source
COPY --from=manifests /manifests .
RUN npm ci --no-audit --no-fund
COPY . .
RUN node --import tsx infra/cli/main.ts build \
 && node --import tsx infra/build/image-root.ts /image

FROM ${NODE_IMAGE}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Electricity Optimizer: API and pipelines" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production
COPY --from=build /image /app
WORKDIR /app/dist/services
RUN mkdir /backups && chown 65534:65534 /backups
USER 65534:65534
CMD ["node", "app/api/server.js"]
