# A data node of Pocket that keeps chunks in memory, on an SSD or on a hard disk.
ARG BUILD_IMAGE=localhost/pocket-build:latest
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build

# Of Debian only the C library, a shell and a few commands.
FROM ${BASE_IMAGE} AS root
COPY --from=build /opt/pocket/gather /tmp/
RUN /tmp/gather /root-of-image

FROM scratch
COPY --from=root /root-of-image/ /
COPY --from=build /opt/pocket/java-server/ /opt/pocket/java-server/
COPY --from=build /opt/pocket/run /opt/pocket/health /opt/pocket/
COPY --from=build /opt/pocket/node/ /opt/pocket/node/

# Everything may be read-only but /data and a tmpfs at /tmp.
ENV PATH=/opt/pocket/java-server/bin:/usr/bin POCKET_PROCESS=node \
    POCKET_NODE_HOST=0.0.0.0 POCKET_NODE_PORT=7300 POCKET_NODE_DATA_DIR=/data \
    POCKET_NODE_METRICS_HOST=0.0.0.0 POCKET_NODE_METRICS_PORT=7301 \
    POCKET_NODE_CLUSTER_KEY_FILE=/run/secrets/pocket/cluster.key
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="pocket-node" \
      org.opencontainers.image.description="A data node of Pocket that keeps chunks in memory, on an SSD or on a hard disk" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

USER 10001:10001
WORKDIR /data
EXPOSE 7300 7301
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/opt/pocket/health"]
ENTRYPOINT ["/opt/pocket/run"]
