package dev.coxswain.integration.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
  private static final String STATUS =
      "{\"kind\":\"Status\",\"status\":\"%s\",\"reason\":\"%s\",\"code\":%d}";

  private static Answer json(int code, String body) {
    return new Answer(code, "application/json", body.getBytes(StandardCharsets.UTF_8), false);
  }

  @ParameterizedTest
  @CsvSource({
    "400,Failure,BadRequest,400,true",
    "200,Success,'',0,true",
    "503,Failure,ServiceUnavailable,503,true",
    "504,Failure,Timeout,504,true",
    "500,Failure,'',500,true",
    "500,Failure,InternalError,500,false",
    "503,Failure,InternalError,503,false",
    "400,Failure,BadRequest,422,false",
    "404,Success,NotFound,404,false"
  })
  void aStatusAgreesWithItsAnswer(int code, String status, String reason, int said, boolean fine) {
    assertThat(json(code, STATUS.formatted(status, reason, said)).flaw().isEmpty()).isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({"200,true", "404,true", "503,true", "500,true", "502,false"})
  void aHeadAloneHasOnlyItsCode(int code, boolean fine) {
    var answer = new Answer(code, "application/json", new byte[0], true);
    assertThat(answer.flaw().isEmpty()).isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({"200,{},true", "200,'{',false", "404,{},false", "200,'',true", "500,'',false"})
  void jsonIsRead(int code, String body, boolean fine) {
    assertThat(json(code, body).flaw().isEmpty()).isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({
    "500,reason: InternalError,false",
    "500,message: x,true",
    "502,x,false",
    "400,'',true"
  })
  void otherFormatsAreSearchedForBugs(int code, String text, boolean fine) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    assertThat(new Answer(code, "application/yaml", body, false).flaw().isEmpty()).isEqualTo(fine);
  }
}
