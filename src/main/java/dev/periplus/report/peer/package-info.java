/** The formats of other programs: Zeek, Suricata's EVE, ECS, Timesketch, Prometheus. */
@NullMarked
package dev.periplus.report.peer;

import org.jspecify.annotations.NullMarked;
