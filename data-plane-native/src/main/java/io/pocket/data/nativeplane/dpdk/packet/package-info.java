/**
 * What a host answers to Ethernet frames: ARP, ICMP echo, UDP echo over IPv4. State machines without I/O, clock or threads,
 * which work on the frame where it lies and allocate nothing; one thread each. Transports such as TCP plug in behind
 * {@link io.pocket.data.nativeplane.dpdk.packet.Transport}.
 */
package io.pocket.data.nativeplane.dpdk.packet;
