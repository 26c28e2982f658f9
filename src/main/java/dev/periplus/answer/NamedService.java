package dev.periplus.answer;

/**
 * A service that a flow names.
 *
 * @param service its id
 * @param host the name seen
 * @param field of the metadata in which it was seen
 */
public record NamedService(String service, String host, String field) {}
