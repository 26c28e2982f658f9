package dev.periplus.capture;

/**
 * An interface of a live run.
 *
 * @param up whether packets can come from it now
 * @param drops what it received and lost since the run began
 */
public record InterfaceStatus(String name, boolean up, Drops drops) {}
