package dev.periplus.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@code rules/protocols/}: a label and how to recognise it.
 *
 * @param id the label
 * @param name for people
 * @param registered IANA service names that mean this protocol
 * @param within the label that this one refines, or null
 * @param application the service that the label implies, or null
 * @param category what it is for
 * @param cleartextCredentials true where passwords cross the wire in the clear
 * @param references documents and sections
 * @param signatures at least one, except for protocols that a detector recognises
 */
public record Protocol(
        String id,
        String name,
        List<String> registered,
        @Nullable String within,
        @Nullable String application,
        String category,
        boolean cleartextCredentials,
        List<String> references,
        List<Signature> signatures) {}
