package dev.coxswain.kubectl.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerTableTest {
  private static JsonNode table() throws Exception {
    return new ObjectMapper()
        .readTree(
            """
            {"columnDefinitions": [{"name": "Name", "priority": 0}, {"name": "Node", "priority": 1}],
             "rows": [{"cells": ["a", "n1"], "object": {"metadata": {"namespace": "x", "labels": {"k": "v", "b": "c"}}}},
                      {"cells": ["longer", null], "object": {"metadata": {"namespace": "y"}}}]}
            """);
  }

  private static String print(ServerTable.Style style) throws Exception {
    var text = new TextTable();
    ServerTable.addTo(text, table(), style);
    return text.render();
  }

  @Test
  void columnsOfLowPriorityAreForWideTables() throws Exception {
    assertThat(print(new ServerTable.Style(false, true, false, "", false, List.of())))
        .isEqualTo("NAME\na\nlonger\n");
    assertThat(print(new ServerTable.Style(true, true, false, "pod/", false, List.of())))
        .isEqualTo("NAME         NODE\npod/a        n1\npod/longer   <none>\n");
  }

  @Test
  void namespacesComeFirstAndLabelsLast() throws Exception {
    assertThat(print(new ServerTable.Style(false, false, true, "", true, List.of("k"))))
        .isEqualTo("x   a        v   b=c,k=v\ny   longer       <none>\n");
  }
}
