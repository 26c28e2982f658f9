package dev.periplus.draft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group of flows comes to.
 *
 * @param about the group in words: hosts, ports, what stays constant; a line each
 * @param id label and file name of the rule, without the ending
 * @param text the rule file, null where none could be made
 * @param weight decibans of the first message
 * @param replyWeight decibans that the answer adds
 * @param problems why there is no rule, a sentence each
 */
public record Draft(
        List<String> about,
        String id,
        @Nullable String text,
        double weight,
        double replyWeight,
        List<String> problems) {}
