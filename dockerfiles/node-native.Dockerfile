# A data node of Pocket that keeps chunks on NVMe, through SPDK.
ARG BUILD_IMAGE=localhost/pocket-build:latest
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim
# Holds SPDK as docs/native.md says: a tried release, shared libraries, for a glibc no newer than that of the base.
ARG SPDK_IMAGE
# The folder of its libraries.
ARG SPDK_LIB=/usr/local/lib

FROM ${BUILD_IMAGE} AS build

FROM ${SPDK_IMAGE} AS spdk

# Of Debian only the C library, a shell and a few commands.
FROM ${BASE_IMAGE} AS root
# DPDK, and what else SPDK calls.
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      libaio1 libssl3 liburing2 libuuid1 librte-bus-pci23 librte-mempool-ring23
ARG SPDK_LIB
COPY --from=spdk ${SPDK_LIB}/libspdk_*.so.* /opt/pocket/spdk/
COPY --from=build /opt/pocket/gather /opt/pocket/node-native/libraries /tmp/
RUN LD_LIBRARY_PATH=/opt/pocket/spdk /tmp/gather /root-of-image $(cat /tmp/libraries)

FROM scratch
COPY --from=root /root-of-image/ /
COPY --from=build /opt/pocket/java-server/ /opt/pocket/java-server/
COPY --from=build /opt/pocket/run /opt/pocket/health /opt/pocket/
COPY --from=build /opt/pocket/node-native/ /opt/pocket/node-native/

# Everything may be read-only but /data and a tmpfs at /tmp. OpenSSL, which SPDK starts, wants a file of settings, be it empty.
ENV PATH=/opt/pocket/java-server/bin:/usr/bin POCKET_PROCESS=node-native \
    POCKET_NODE_HOST=0.0.0.0 POCKET_NODE_PORT=7300 POCKET_NODE_DATA_DIR=/data \
    POCKET_NODE_METRICS_HOST=0.0.0.0 POCKET_NODE_METRICS_PORT=7301 \
    POCKET_NODE_CLUSTER_KEY_FILE=/run/secrets/pocket/cluster.key \
    POCKET_SPDK_LIB=/opt/pocket/spdk LD_LIBRARY_PATH=/opt/pocket/spdk OPENSSL_CONF=/dev/null
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="pocket-node-native" \
      org.opencontainers.image.description="A data node of Pocket that keeps chunks on NVMe, through SPDK" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

USER 10001:10001
WORKDIR /data
EXPOSE 7300 7301
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/opt/pocket/health"]
ENTRYPOINT ["/opt/pocket/run"]
