package dev.periplus.draft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of drafting a rule from a group of flows.
 *
 * @param about lines that describe the group: hosts, ports, constant bytes
 * @param id label of the rule, also its file name without ending
 * @param text the rule file, or null if there is none
 * @param weight decibans of the first message
 * @param replyWeight additional decibans of the reply
 * @param problems why there is no rule, one sentence each
 */
public record Draft(
        List<String> about,
        String id,
        @Nullable String text,
        double weight,
        double replyWeight,
        List<String> problems) {}
