# The web app as static files. Builds with and without BuildKit:
#   docker build -f docker/web.Dockerfile -t web .
ARG NODE_IMAGE=node:20.20.2-bookworm-slim
ARG CADDY_IMAGE=caddy:2.8.4-alpine

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
 && node --import tsx web/server/caddyfile.ts /srv >/Caddyfile

FROM ${CADDY_IMAGE}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Electricity Optimizer: web app" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /Caddyfile /etc/caddy/Caddyfile
COPY --from=build /source/dist/web /srv
USER 65534:65534
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
