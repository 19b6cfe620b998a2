package io.pocket.control.scale;

/**
 * One node of a tier, or what is to become one.
 *
 * @param name stays with it, such as {@code pocket-dram-3}
 * @param detail what keeps it from being ready, in the words of who knows; empty if nothing is known
 * @param nodeId its number in the cluster; null before it has registered
 */
public record TierMember(String name, MemberState state, String detail, Integer nodeId) {}
