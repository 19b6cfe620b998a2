package io.pocket.control.placement;

/** A job's place, or why there is none. */
public sealed interface PlacementResult permits Placement, Shortage {}
