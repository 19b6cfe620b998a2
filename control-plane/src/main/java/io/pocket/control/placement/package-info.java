/**
 * Decides how much a job needs and where it goes: {@link io.pocket.control.placement.Rightsizer} turns hints into a
 * {@link io.pocket.control.placement.Demand}, {@link io.pocket.control.placement.Placer} turns a demand and an
 * immutable {@link io.pocket.control.placement.ClusterView} into a {@link io.pocket.control.placement.Placement}.
 *
 * <p>Pure functions over values: no I/O, clock, thread or randomness of its own, callable from any thread.
 */
package io.pocket.control.placement;
