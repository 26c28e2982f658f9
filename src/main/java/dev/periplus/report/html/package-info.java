/** The HTML page: findings, charts, hosts, flows and their evidence. */
@NullMarked
package dev.periplus.report.html;

import org.jspecify.annotations.NullMarked;
