package dev.periplus.api;

import org.jspecify.annotations.Nullable;

/**
 * A flow that has ended and is not settled yet.
 *
 * @param traffic who spoke to whom, and when
 * @param label that its own bytes show, or null
 */
public record EndedFlow(Traffic traffic, @Nullable String label) {}
