# Pocket's controller: jobs, nodes, placement, over REST.
ARG BUILD_IMAGE=localhost/pocket-build:latest
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build

# Of Debian only the C library, a shell and a few commands.
FROM ${BASE_IMAGE} AS root
COPY --from=build /opt/pocket/gather /tmp/
RUN /tmp/gather /root-of-image

FROM scratch
COPY --from=root /root-of-image/ /
COPY --from=build /opt/pocket/java-controller/ /opt/pocket/java-controller/
COPY --from=build /opt/pocket/run /opt/pocket/health /opt/pocket/
COPY --from=build /opt/pocket/controller/ /opt/pocket/controller/

# Everything may be read-only but /data and a tmpfs at /tmp.
ENV PATH=/opt/pocket/java-controller/bin:/usr/bin POCKET_PROCESS=controller \
    SERVER_ADDRESS=0.0.0.0 SERVER_PORT=7070 POCKET_CONTROLLER_DATADIR=/data \
    POCKET_CONTROLLER_CLUSTERKEYFILE=/run/secrets/pocket/cluster.key
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="pocket-controller" \
      org.opencontainers.image.description="Pocket's controller: jobs, nodes, placement, over REST" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

USER 10001:10001
WORKDIR /data
EXPOSE 7070
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/opt/pocket/health"]
ENTRYPOINT ["/opt/pocket/run"]
