# Pocket's monitor: figures of a node and its machine, to the controller and to Prometheus.
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
COPY --from=build /opt/pocket/monitor/ /opt/pocket/monitor/

# Everything may be read-only but /data and a tmpfs at /tmp.
ENV PATH=/opt/pocket/java-server/bin:/usr/bin POCKET_PROCESS=monitor \
    POCKET_METRICS_HOST=0.0.0.0 POCKET_METRICS_PORT=7302 \
    POCKET_NODE_DIR=/data POCKET_OTHER_PID_NAMESPACE=true \
    POCKET_CLUSTER_KEY_FILE=/run/secrets/pocket/cluster.key
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="pocket-monitor" \
      org.opencontainers.image.description="Pocket's monitor: figures of a node and its machine, to the controller and to Prometheus" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

USER 10001:10001
WORKDIR /data
EXPOSE 7302
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/opt/pocket/health"]
ENTRYPOINT ["/opt/pocket/run"]
