package dev.caravan.deploy;

import static dev.caravan.deploy.ToDo.id;
import static dev.caravan.deploy.ToDo.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ZoneRulesBuilder;
import net.fortuna.ical4j.model.component.VTimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Tasks go out into files and come back from them, and from those of other programs, as what they were. */
@EndToEnd
class TaskFilesTest {

  private static final String CALENDAR = "text/calendar";
  private static final String TABLE = "text/csv";
  /** What goes on by itself or with every change. */
  private static final List<String> VOLATILE = List.of("version", "updatedAt");
  private static final Duration SOON = Duration.ofSeconds(20);

  @Autowired JdbcTemplate database;

  private ToDo todo;

  @BeforeEach
  void open(@LocalServerPort int port) {
    todo = new ToDo(new Shop(port));
  }

  private void writesTasksOfEveryKind() {
    todo.writes("\"title\": \"Some day\"");
    todo.writes("\"title\": \"On a day\", \"dueDate\": \"2030-01-31\", \"zone\": \"Europe/Berlin\", \"priority\": \"LOW\"");
    todo.writes("\"title\": \"At a time\", \"dueDate\": \"2030-01-31T08:00:00\", \"zone\": \"America/New_York\", \"priority\": \"HIGH\"");
    todo.writes("\"title\": \"Under an old name\", \"dueDate\": \"2030-01-31T08:00:00\", \"zone\": \"Asia/Calcutta\"");
    todo.writes("\"title\": \"In UTC\", \"dueDate\": \"2030-01-31T08:00:00Z\", \"zone\": \"UTC\", \"priority\": \"URGENT\"");
    todo.writes("\"title\": \"In the hour that comes twice\", \"dueDate\": \"2030-11-03T01:30:00-05:00\", \"zone\": \"America/New_York\"");
    todo.writes("\"title\": \"Every Friday\", \"dueDate\": \"2030-02-01T08:00:00\", \"zone\": \"America/New_York\", "
        + "\"recurrence\": {\"rrule\": \"FREQ=WEEKLY;BYDAY=FR\", \"repeatFrom\": \"DUE\", \"overdue\": \"STACK\"}, \"reminders\": [{\"before\": \"PT36H\"}]");
    todo.writes("\"title\": \"On the last days\", \"dueDate\": \"2030-01-31\", \"recurrence\": {\"frequency\": \"monthly\", \"until\": \"2035-12-31\"}");
    todo.writes("\"title\": \"In small letters\", \"dueDate\": \"2030-01-31\", \"recurrenceSchedule\": \"FREQ=yearly;BYDAY=+5th;BYMONTH=01\"");
    todo.writes("\"title\": \"After each time\", \"recurrence\": {\"frequency\": \"weekly\", \"repeatFrom\": \"COMPLETION\"}");
    todo.writes("\"title\": \"With reminders\", \"dueDate\": \"2030-01-31T08:00:00\", \"zone\": \"Europe/Berlin\", \"reminders\": "
        + "[{\"before\": \"PT30M\"}, {\"at\": \"2030-01-30T06:00:00Z\"}, {\"before\": \"P7D\"}]");
    todo.writes("\"title\": \"Told at a time\", \"reminderTime\": \"2030-01-30T06:00:00Z\"");
    todo.writes("\"title\": \"Somebody's\", \"assignee\": \"bob\", \"assigneeRole\": \"STAFF\", \"orderId\": \"o-1\", \"status\": \"IN_PROGRESS\"");
    todo.writes("\"title\": \"Said, \\\"well\\\"; \\\\n no\\\\\\\\\", \"description\": \"first\\nsecond\\r\\nthird\\tand, \\\\\\n'=1+1\\n\"");
    todo.writes("\"title\": \"%s\"".formatted("x".repeat(60) + "\uD83D\uDE00".repeat(50)));
    todo.writes("\"title\": \"=HYPERLINK(1)\", \"description\": \"'@SUM(A1)\"");
    todo.writes("\"title\": \"Done\", \"status\": \"COMPLETED\", \"dueDate\": \"2030-01-31\"");
    var again = id(todo.writes("\"title\": \"Comes back\", \"dueDate\": \"2030-01-31\", \"recurrenceSchedule\": \"yearly\""));
    todo.shop.post("/tasks/" + again + "/skip", "");
    todo.awaits("the next one", tasks -> tasks.size() == 19);
  }

  private HttpResponse<String> export(String format) {
    var file = todo.tries("GET", "/export?sort=createdAt&tag=" + todo.tag, "", "Accept", format);
    assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
    return file;
  }

  private List<JsonNode> takes(String format, String file) {
    var results = todo.shop.post("/tasks/import", file, "Content-Type", format, "X-User-Id", "bob").get("results");
    return StreamSupport.stream(results.spliterator(), false).toList();
  }

  private JsonNode takesOne(String format, String file) {
    var results = takes(format, file);
    assertThat(results).hasSize(1);
    assertThat(results.get(0).has("id")).as(results.toString()).isTrue();
    return todo.task(id(results.get(0)));
  }

  private static String calendar(String... todos) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n" + String.join("", todos).replace("\n", "\r\n") + "END:VCALENDAR\r\n";
  }

  private static String entry(String lines) {
    return "BEGIN:VTODO\nUID:%s\nDTSTAMP:20261121T120000Z\n%s\nEND:VTODO\n".formatted(UUID.randomUUID(), lines);
  }

  private Map<String, JsonNode> byTitle() {
    var tasks = new HashMap<String, JsonNode>();
    todo.all().forEach(task -> {
      ((ObjectNode) task).remove(VOLATILE);
      tasks.put(task.get("title").asText() + task.path("dueDate").asText(), task);
    });
    return tasks;
  }

  private long facts() {
    return database.queryForObject("""
        select count(*) from events.event e join tasks.task t on e.subject = t.id::text
        where t.tags @> jsonb_build_array(cast(? as text))""", Long.class, todo.tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {CALENDAR, TABLE})
  void what_went_out_and_comes_in_again_changes_nothing(String format) {
    writesTasksOfEveryKind();
    var before = todo.all();
    var facts = facts();
    assertThat(takes(format, export(format).body())).hasSize(19).allSatisfy(
        result -> assertThat(result.get("result").asText()).as(result.toString()).isEqualTo("unchanged"));
    assertThat(todo.all()).isEqualTo(before);
    assertThat(facts()).isEqualTo(facts);
  }

  @ParameterizedTest
  @ValueSource(strings = {CALENDAR, TABLE})
  void what_was_deleted_comes_back_from_a_file_as_it_was(String format) {
    writesTasksOfEveryKind();
    var before = byTitle();
    var file = export(format).body();
    todo.all().forEach(task -> todo.tries("DELETE", "/" + id(task), ""));
    assertThat(todo.all()).isEmpty();
    assertThat(takes(format, file)).hasSize(19).allSatisfy(
        result -> assertThat(result.get("result").asText()).as(result.toString()).isEqualTo("restored"));
    assertThat(byTitle()).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*version|.*updatedAt").isEqualTo(before);
    assertThat(todo.shop.get("/schedules?isActive=true&limit=100").get("schedules")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {CALENDAR, TABLE})
  void what_is_written_in_another_house_is_the_same_there(String format) {
    writesTasksOfEveryKind();
    var before = byTitle();
    var file = export(format).body();
    database.update("delete from tasks.task where tags @> jsonb_build_array(cast(? as text))", todo.tag);
    var results = takes(format, file);
    assertThat(results).filteredOn(result -> result.get("result").asText().equals("refused")).singleElement()
        .satisfies(skipped -> assertThat(skipped.at("/problem/type").asText()).isEqualTo("/problems/not-recurring"));
    assertThat(takes(format, file)).extracting(result -> result.get("result").asText()).containsOnly("unchanged", "refused");
    var after = byTitle();
    assertThat(after).hasSize(18);
    after.forEach((title, task) -> {
      var was = before.get(title);
      for (var field : List.of("description", "status", "priority", "tags", "dueDate", "dueAt", "zone", "reminderTime", "isRecurring", "assignee",
          "assigneeRole", "orderId")) {
        var expected = was.path(field);
        if (field.equals("description") && format.equals(CALENDAR) && !expected.isMissingNode()) {
          assertThat(task.path(field).asText()).isEqualTo(expected.asText().replace("\r\n", "\n"));
        } else {
          assertThat(task.path(field)).as(title + " " + field).isEqualTo(expected);
        }
      }
      if (format.equals(CALENDAR)) {
        assertThat(task.get("reminders").findValuesAsText("remindAt")).as(title).isEqualTo(was.get("reminders").findValuesAsText("remindAt"));
        assertThat(task.at("/recurrence/repeatFrom")).isEqualTo(was.at("/recurrence/repeatFrom"));
        assertThat(task.at("/recurrence/overdue")).isEqualTo(was.at("/recurrence/overdue"));
      }
      if (was.has("scheduleId")) {
        assertThat(rule(task)).as(title).isEqualTo(rule(was));
      }
      assertThat(task.get("owner").asText()).isEqualTo("bob");
    });
  }

  private String rule(JsonNode task) {
    var parts = todo.shop.get("/schedules/" + task.get("scheduleId").asText()).get("rrule").asText().toUpperCase(Locale.ROOT).split(";");
    return Stream.of(parts).sorted().collect(Collectors.joining(";"));
  }

  @Test
  void the_calendar_is_valid_and_says_what_its_tasks_say() throws Exception {
    writesTasksOfEveryKind();
    var answer = export("*/*");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/calendar").containsIgnoringCase("utf-8");
    assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"tasks.ics\"");
    assertThat(answer.body()).doesNotContain("?", "\uFFFD");
    assertThat(answer.body().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(75));
    var calendar = read(answer.body());
    assertThat(calendar.validate().getEntries()).isEmpty();
    assertThat(calendar.getComponents("VTODO")).hasSize(19);
    assertThat(answer.body()).contains("DUE;VALUE=DATE:20300131", "DUE;TZID=America/New_York:20300131T080000", "DUE:20300131T080000Z",
        "DTSTART;TZID=America/New_York:20300201T080000\r\nRRULE:FREQ=WEEKLY;BYDAY=FR", "TRIGGER;RELATED=START:-P1DT12H",
        "TRIGGER;RELATED=END:-PT30M", "TRIGGER;VALUE=DATE-TIME:20300130T060000Z", "DUE:20301103T063000Z");
  }

  private static Calendar read(String text) throws IOException, ParserException {
    return new CalendarBuilder().build(new StringReader(text));
  }

  @Test
  void the_zones_of_a_calendar_are_right() throws Exception {
    var zones = List.of("America/New_York", "Europe/Berlin", "Asia/Calcutta", "Australia/Lord_Howe", "Pacific/Auckland", "America/Santiago");
    zones.forEach(zone -> todo.writes("\"title\": \"There\", \"dueDate\": \"2030-01-31T08:00:00\", \"zone\": \"%s\"".formatted(zone)));
    var calendar = read(export(CALENDAR).body());
    assertThat(calendar.<VTimeZone>getComponents("VTIMEZONE")).hasSize(zones.size()).allSatisfy(definition -> {
      var name = definition.getTimeZoneId().getValue();
      assertThat(zones).contains(name);
      var told = new ZoneRulesBuilder().vTimeZone(definition).build();
      var known = ZoneId.of(name).getRules();
      for (var hour = LocalDateTime.of(2025, 1, 1, 0, 30); hour.getYear() < 2027; hour = hour.plusHours(1)) {
        if (known.getValidOffsets(hour).size() == 1) {
          assertThat(told.getOffset(hour)).as(name + " " + hour).isEqualTo(known.getOffset(hour));
        }
      }
    });
  }

  @Test
  void the_table_has_a_header_and_no_formulas() {
    todo.writes("\"title\": \"=1+1\", \"description\": \"@SUM(A1)\", \"dueDate\": \"2030-01-31\"");
    todo.writes("\"title\": \"'-1\"");
    var answer = export(TABLE);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv").containsIgnoringCase("utf-8");
    assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"tasks.csv\"");
    var lines = answer.body().split("\r\n");
    assertThat(lines[0]).isEqualTo("id,title,description,status,priority,tags,dueDate,zone,reminderTime,recurrence,assignee,assigneeRole,orderId");
    assertThat(lines[1]).endsWith(",'=1+1,'@SUM(A1),OPEN,NORMAL," + todo.tag + ",2030-01-31,UTC,,,,,");
    assertThat(lines[2]).contains(",''-1,");
  }

  // From elsewhere

  @Test
  void a_reminder_of_Apple_is_understood() {
    var task = takesOne(CALENDAR, """
        BEGIN:VCALENDAR
        CALSCALE:GREGORIAN
        PRODID:-//Apple Inc.//macOS 14.5//EN
        VERSION:2.0
        X-APPLE-CALENDAR-COLOR:#FF2968
        BEGIN:VTIMEZONE
        TZID:America/New_York
        BEGIN:DAYLIGHT
        DTSTART:20070311T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
        TZNAME:EDT
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20071104T020000
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
        TZNAME:EST
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VTODO
        CREATED:20291121T140210Z
        DESCRIPTION:Bring the red box\\, not the blue one\\nand call first
        DTSTAMP:20291121T140311Z
        DTSTART;TZID=America/New_York:20300701T090000
        DUE;TZID=America/New_York:20300701T090000
        LAST-MODIFIED:20291121T140310Z
        PRIORITY:1
        RRULE:FREQ=MONTHLY;INTERVAL=1
        SEQUENCE:0
        STATUS:NEEDS-ACTION
        SUMMARY:Pick up the order 🥞
        UID:%s
        X-APPLE-SORT-ORDER:753976931
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Reminder
        TRIGGER;VALUE=DATE-TIME:20300701T130000Z
        UID:8A0E6E34-3A0C-4E43-8B35-2F6E9D6E9B5C
        X-WR-ALARMUID:8A0E6E34-3A0C-4E43-8B35-2F6E9D6E9B5C
        END:VALARM
        BEGIN:VALARM
        ACTION:NONE
        TRIGGER;VALUE=DATE-TIME:19760401T005545Z
        END:VALARM
        END:VTODO
        END:VCALENDAR
        """.replace("\n", "\r\n").formatted(UUID.randomUUID()));
    assertThat(task.get("title").asText()).isEqualTo("Pick up the order 🥞");
    assertThat(task.get("description").asText()).isEqualTo("Bring the red box, not the blue one\nand call first");
    assertThat(task.get("priority").asText()).isEqualTo("URGENT");
    assertThat(task.get("dueDate").asText()).isEqualTo("2030-07-01T09:00:00-04:00");
    assertThat(task.get("zone").asText()).isEqualTo("America/New_York");
    assertThat(task.at("/recurrence/rrule").asText()).isEqualTo("FREQ=MONTHLY;INTERVAL=1");
    assertThat(task.get("reminders").findValuesAsText("remindAt")).containsExactly("2030-07-01T13:00:00Z");
  }

  @Test
  void a_task_of_Thunderbird_is_understood() {
    var task = takesOne(CALENDAR, """
        BEGIN:VCALENDAR
        PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN
        VERSION:2.0
        BEGIN:VTIMEZONE
        TZID:/mozilla.org/20050126_1/Europe/Berlin
        X-LIC-LOCATION:Europe/Berlin
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19701025T030000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VTODO
        CREATED:20291121T140210Z
        LAST-MODIFIED:20291121T140310Z
        DTSTAMP:20291121T140310Z
        UID:%s
        SUMMARY:Tax return
        PRIORITY:9
        STATUS:IN-PROCESS
        CATEGORIES:Home,Money
        DTSTART;TZID="/mozilla.org/20050126_1/Europe/Berlin":20300115T100000
        DUE;TZID="/mozilla.org/20050126_1/Europe/Berlin":20300131T180000
        PERCENT-COMPLETE:50
        DESCRIPTION;ALTREP="data:text/html,%%3Cbody%%3EAll%%3C%%2Fbody%%3E":All of it
          and more
        X-MOZ-GENERATION:3
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER;VALUE=DURATION:-PT15M
        DESCRIPTION:Default Mozilla Description
        END:VALARM
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER;VALUE=DURATION;RELATED=END:-P1D
        DESCRIPTION:Default Mozilla Description
        END:VALARM
        END:VTODO
        END:VCALENDAR
        """.replace("\n", "\r\n").formatted(UUID.randomUUID()));
    assertThat(task.get("status").asText()).isEqualTo("IN_PROGRESS");
    assertThat(task.get("priority").asText()).isEqualTo("LOW");
    assertThat(task.get("tags")).isEqualTo(Shop.read("[\"Home\", \"Money\"]"));
    assertThat(task.get("description").asText()).isEqualTo("All of it and more");
    assertThat(task.get("dueDate").asText()).isEqualTo("2030-01-31T18:00:00+01:00");
    assertThat(task.get("reminders").findValuesAsText("remindAt")).containsExactly("2030-01-15T08:45:00Z", "2030-01-30T17:00:00Z");
  }

  @Test
  void a_task_of_Nextcloud_is_understood() {
    var task = takesOne(CALENDAR, """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Nextcloud Tasks v0.16.0
        BEGIN:VTODO
        UID:%s
        CREATED:20291121T140210
        LAST-MODIFIED:20291121T140310
        DTSTAMP:20291121T140310
        SUMMARY:Water the plants
        DUE;VALUE=DATE:20300131
        PERCENT-COMPLETE:100
        STATUS:COMPLETED
        COMPLETED:20291121T140310
        PRIORITY:4
        RELATED-TO:3d2a3f0e-0000-4000-8000-000000000000
        X-OC-HIDESUBTASKS:0
        END:VTODO
        END:VCALENDAR
        """.formatted(UUID.randomUUID()));
    assertThat(task.get("status").asText()).isEqualTo("COMPLETED");
    assertThat(task.get("priority").asText()).isEqualTo("HIGH");
    assertThat(task.get("dueDate").asText()).isEqualTo("2030-01-31");
    assertThat(task.get("completedBy").asText()).isEqualTo("bob");
  }

  @Test
  void the_names_of_Windows_for_zones_are_known() {
    var task = takesOne(CALENDAR, calendar(entry("SUMMARY:Windows\nDUE;TZID=W. Europe Standard Time:20300731T080000")));
    assertThat(task.get("zone").asText()).isEqualTo("Europe/Vienna");
    assertThat(task.get("dueAt").asText()).isEqualTo("2030-07-31T06:00:00Z");
  }

  @Test
  void what_comes_again_from_elsewhere_replaces_what_came_before() {
    var first = entry("SUMMARY:Flour\nDUE:20300131T080000Z\nCATEGORIES:" + todo.tag);
    var id = id(takesOne(CALENDAR, calendar(first)));
    assertThat(takes(CALENDAR, calendar(first)).get(0).get("result").asText()).isEqualTo("unchanged");
    todo.patches(id, "{\"assignee\": \"rosa\", \"order\": {\"customerId\": \"ada\", \"items\": [{\"sku\": \"waffles\", \"quantity\": 1}], \"payment\": {\"method\": \"card\"}}}");
    var result = takes(CALENDAR, calendar(first.replace("Flour", "Rye flour"))).get(0);
    assertThat(result.get("result").asText()).isEqualTo("updated");
    assertThat(id(result)).isEqualTo(id);
    var task = todo.task(id);
    assertThat(task.get("title").asText()).isEqualTo("Rye flour");
    assertThat(task.get("assignee").asText()).as("what the file has no word for").isEqualTo("rosa");
    assertThat(task.has("order")).isTrue();
    assertThat(export(CALENDAR).body()).contains(first.lines().toList().get(1));
    assertThat(told(id)).containsExactly("task.created", "task.updated", "task.updated");
  }

  private List<String> told(String id) {
    return database.queryForList("select type from events.event where subject = ? order by seq", String.class, id);
  }

  @Test
  void a_schedule_goes_on_as_its_file_says() {
    var weekly = entry("SUMMARY:Bins\nDTSTART:20300104T080000Z\nRRULE:FREQ=WEEKLY;BYDAY=FR\nCATEGORIES:" + todo.tag);
    var task = takesOne(CALENDAR, calendar(weekly));
    assertThat(takesOne(CALENDAR, calendar(weekly.replace("FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;INTERVAL=1;WKST=MO;BYDAY=FR")))).isEqualTo(task);
    var moved = takesOne(CALENDAR, calendar(weekly.replace("BYDAY=FR", "BYDAY=MO").replace("SUMMARY:Bins", "SUMMARY:Bins on Mondays")));
    assertThat(moved.get("scheduleId")).isNotEqualTo(task.get("scheduleId"));
    assertThat(todo.shop.get("/schedules/" + task.get("scheduleId").asText()).get("status").asText()).isEqualTo("ENDED");
    todo.completes(id(task));
    todo.awaits("the next one", tasks -> tasks.stream().anyMatch(next -> next.get("status").asText().equals("OPEN")));
    assertThat(takes(CALENDAR, export(CALENDAR).body())).extracting(result -> result.get("result").asText()).containsOnly("unchanged");
    var single = takesOne(CALENDAR, calendar(weekly.replace("RRULE:FREQ=WEEKLY;BYDAY=FR\n", "STATUS:COMPLETED\n")));
    assertThat(single.get("isRecurring").asBoolean()).as("what is closed stays an occurrence").isTrue();
  }

  @Test
  void a_table_needs_no_more_than_titles_and_changes_only_its_columns() {
    var task = takesOne(TABLE, "\uFEFFtitle,due_date,tags,reminder_time\n\"Call, please\",2030-01-31,%s; phone,2030-01-30T08:00:00Z\n".formatted(todo.tag));
    assertThat(task.get("title").asText()).isEqualTo("Call, please");
    assertThat(task.get("tags")).isEqualTo(Shop.read("[\"%s\", \"phone\"]".formatted(todo.tag)));
    assertThat(task.get("reminderTime").asText()).isEqualTo("2030-01-30T08:00:00Z");
    var changed = takesOne(TABLE, "id,priority,dueDate\n%s,URGENT,\n".formatted(id(task)));
    assertThat(changed.get("priority").asText()).isEqualTo("URGENT");
    assertThat(changed.has("dueDate")).isFalse();
    assertThat(changed.get("title")).isEqualTo(task.get("title"));
    assertThat(changed.get("reminderTime")).isEqualTo(task.get("reminderTime"));
  }

  @ParameterizedTest
  @ValueSource(strings = {CALENDAR, TABLE})
  void what_has_no_id_is_written_once(String format) {
    var file = format.equals(TABLE) ? "title,tags\nOnce,%1$s\nTwice,%1$s\n".formatted(todo.tag)
        : calendar("BEGIN:VTODO\nSUMMARY:Once\nCATEGORIES:%1$s\nEND:VTODO\nBEGIN:VTODO\nSUMMARY:Twice\nCATEGORIES:%1$s\nEND:VTODO\n".formatted(todo.tag));
    assertThat(takes(format, file)).extracting(result -> result.get("result").asText()).containsExactly("created", "created");
    assertThat(takes(format, file)).extracting(result -> result.get("result").asText()).containsExactly("unchanged", "unchanged");
    assertThat(todo.all()).hasSize(2);
  }

  @Test
  void a_file_of_a_thousand_tasks_is_taken_and_ten_thousand_go_out_but_no_more() {
    var file = "title,tags\n" + IntStream.range(0, 1_000).mapToObj(number -> number + "," + todo.tag + "\n").reduce("", String::concat);
    assertThat(takes(TABLE, file)).hasSize(1_000);
    var more = """
        insert into tasks.task (id, title, status, priority, tags, due_at, all_day, zone, reminders, order_refused, created_at, updated_at, version)
        select gen_random_uuid(), 'Task ' || n, 'OPEN', 'NORMAL', jsonb_build_array(cast(? as text)), timestamptz '2030-01-31 08:00Z', false,
          'America/New_York', '[]', false, now(), now(), 0 from generate_series(1, ?) n""";
    database.update(more, todo.tag, 9_000);
    assertThat(export(CALENDAR).body().split("BEGIN:VTODO")).hasSize(10_001);
    assertThat(export(TABLE).body().lines()).hasSize(10_001);
    database.update(more, todo.tag, 1);
    isRefused(todo.tries("GET", "/export?tag=" + todo.tag, ""), 400, "limit");
    database.update("delete from tasks.task where tags @> jsonb_build_array(cast(? as text))", todo.tag);
  }

  // Refused

  @ParameterizedTest(name = "{0} because of {1}")
  @CsvSource(delimiter = '|', value = {
      "SUMMARY:x\\nDUE;TZID=Mars/Base:20300131T080000 | DUE",
      "SUMMARY:x\\nDUE:tomorrow | DUE",
      "SUMMARY:x\\nDUE:20300230T080000Z | DUE",
      "SUMMARY:x\\nDTSTART:1\\nDUE:20300131 | DTSTART",
      "SUMMARY:x\\nSTATUS:DONE | STATUS",
      "SUMMARY:x\\nSTATUS:CANCELLED | status",
      "SUMMARY:x\\nPRIORITY:10 | PRIORITY",
      "SUMMARY:x\\nPRIORITY:high | PRIORITY",
      "SUMMARY:x\\nDTSTART:20300131T080000Z\\nDURATION:P99999999999D | DURATION",
      "SUMMARY:x\\nDTSTART:20300131T080000Z\\nRRULE:FREQ=SECONDLY | recurrence.rrule",
      "SUMMARY:x\\nDTSTART:20300131T080000Z\\nRRULE:FREQ=DAILY;COUNT=99999999999 | recurrence.rrule",
      "SUMMARY:x\\nDTSTART:20300131T080000Z\\nRECURRENCE-ID:20300131T080000Z | RECURRENCE-ID",
      "SUMMARY:x\\nX-CARAVAN-ZONE:ical4j~1 | X-CARAVAN-ZONE",
      "SUMMARY:x\\nX-CARAVAN-ASSIGNEE-ROLE:KING | X-CARAVAN-ASSIGNEE-ROLE",
      "SUMMARY:x\\nX-CARAVAN-ASSIGNEE:a b | assignee",
      "SUMMARY:x\\nBEGIN:VALARM\\nTRIGGER:-PT1H\\nEND:VALARM | TRIGGER",
      "SUMMARY:x\\nBEGIN:VALARM\\nACTION:DISPLAY\\nEND:VALARM | TRIGGER",
      "SUMMARY:x\\nDUE:20300131\\nBEGIN:VALARM\\nTRIGGER:soon\\nEND:VALARM | TRIGGER",
      "SUMMARY:x\\nDUE:99990131T080000Z | dueDate",
      "SUMMARY:x\\nCATEGORIES:a<b | tags[0]",
      "DESCRIPTION:no title | title"})
  void an_entry_of_a_calendar_that_cannot_be_meant_is_refused_by_the_name_of_the_property(String lines, String field) {
    var results = takes(CALENDAR, calendar(entry(lines.replace("\\n", "\n")), entry("SUMMARY:Good\nCATEGORIES:" + todo.tag)));
    assertThat(results.get(0).get("result").asText()).isEqualTo("refused");
    if (!field.equals("status")) {
      assertThat(results.get(0).at("/problem/errors/0/field").asText()).as(results.toString()).isEqualTo(field);
    }
    assertThat(results.get(1).get("result").asText()).isEqualTo("created");
    assertThat(todo.all()).hasSize(1);
  }

  @ParameterizedTest(name = "{0} because of {1}")
  @CsvSource(delimiter = '|', value = {
      "x,DONE,,, | status", "x,,7,, | priority", "x,,,tomorrow, | dueDate", "x,,,,fortnightly | recurrence.rrule", ",,,, | title", "x,y | line"})
  void a_line_of_a_table_that_cannot_be_meant_is_refused_by_the_name_of_the_column(String line, String field) {
    var results = takes(TABLE, "title,status,priority,dueDate,recurrence,tags\n%s,\n\nGood,,,,,%s\n".formatted(
        line.equals(",,,,") ? ",OPEN,,," : line, todo.tag));
    assertThat(results).hasSize(2);
    assertThat(results.get(0).get("line").asInt()).isEqualTo(2);
    assertThat(results.get(0).at("/problem/errors/0/field").asText()).as(results.toString()).isEqualTo(field);
    assertThat(results.get(1).get("line").asInt()).isEqualTo(4);
    assertThat(todo.all()).hasSize(1);
  }

  @Test
  void what_stands_twice_in_a_file_is_refused_the_second_time() {
    var once = entry("SUMMARY:Once\nCATEGORIES:" + todo.tag);
    var results = takes(CALENDAR, calendar(once, once.replace("Once", "Twice")));
    assertThat(results).extracting(result -> result.get("result").asText()).containsExactly("created", "refused");
    assertThat(results.get(1).at("/problem/errors/0/field").asText()).isEqualTo("uid");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "hello", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x", "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nEND:VCALENDAR\n",
      "BEGIN:VEVENT\nEND:VEVENT\n", "BEGIN:VCALENDAR\nSUMMARY\nEND:VCALENDAR\n", "\"", "BEGIN:VCALENDAR\n:\nEND:VCALENDAR\n",
      "BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE;TZID=\"x:1\nEND:VTODO\nEND:VCALENDAR\n", "id,title\n1,x\n", "{}", ";;;;", "\n\n\n"})
  void what_is_no_calendar_is_refused_as_a_whole(String text) {
    var answer = todo.tries("POST", "/import", text, "Content-Type", CALENDAR);
    isRefused(answer, 400, "body");
    assertThat(answer.body()).contains("(line ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "title,colour\nx,red\n", "title,title\nx,y\n", "title,,\nx,,\n", "title,due_date,dueDate\nx,,\n", "\"title", "title\n\"x",
      "title\n\"x\"y\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "\n"})
  void what_is_no_table_is_refused_as_a_whole(String text) {
    var answer = todo.tries("POST", "/import", text, "Content-Type", TABLE);
    isRefused(answer, 400, "body");
    assertThat(answer.body()).contains("(line ");
  }

  @Test
  void only_files_are_taken_and_only_there() {
    isRefused(todo.tries("POST", "/import", "{}"), 415, "Content-Type");
    isRefused(todo.tries("POST", "/import", "title\nx\n", "Content-Type", "text/plain"), 415, "Content-Type");
    isRefused(todo.tries("POST", "", "title\nx\n", "Content-Type", TABLE), 415, "Content-Type");
    isRefused(todo.tries("POST", "/import", ""), 400, "body");
    isRefused(todo.tries("POST", "/import", "title\n" + "x".repeat(300_000), "Content-Type", TABLE), 413, "body");
    isRefused(todo.tries("POST", "/import", "title\nx\n", "Content-Type", "TEXT/CSV; charset=UTF-8", "X-User-Id", "a b"), 400, "X-User-Id");
    isRefused(todo.tries("GET", "/export", "", "Accept", "image/png"), 406, "Accept");
    isRefused(todo.tries("GET", "/export?sort=colour", ""), 400, "sort");
    isRefused(todo.tries("GET", "/export?dueFrom=now", "", "Accept", TABLE), 400, "dueFrom");
  }

  // Hostile

  @Test
  void hostile_calendars_are_answered_soon_and_do_no_harm() {
    var alarms = "BEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20300101T000000Z\nEND:VALARM\n";
    var hostile = List.of(
        entry("SUMMARY:x\nDTSTART:20300131T080000Z\nRRULE:FREQ=DAILY;BYDAY=" + "MO,".repeat(60_000) + "TU"),
        entry("SUMMARY:x\nDTSTART:20300131\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        entry("SUMMARY:x\nDUE:20300131T080000Z\n" + IntStream.range(0, 3_000)
            .mapToObj(second -> alarms.replace("000000Z", "%02d%02d00Z".formatted(second / 60 % 24, second % 60))).reduce("", String::concat).strip()),
        entry("SUMMARY:x\n" + "CATEGORIES:a,b\n".repeat(10_000).strip()),
        entry("SUMMARY:x" + "\n y".repeat(60_000)),
        entry("SUMMARY:" + "\\\\".repeat(50_000)),
        "BEGIN:VTODO\nSUMMARY:x\n".repeat(8_000),
        "BEGIN:A\n".repeat(25_000),
        "BEGIN:VEVENT\nEND:VEVENT\n".repeat(9_000),
        entry("SUMMARY:x\nUID:" + "u".repeat(100_000)),
        entry("X-A;B=" + "\"c\";D=".repeat(20_000) + ":x\nSUMMARY:x"),
        "BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\n".repeat(1_001));
    for (var each : hostile) {
      var start = System.nanoTime();
      var answer = todo.tries("POST", "/import", calendar(each), "Content-Type", CALENDAR);
      assertThat(answer.statusCode()).as(beginning(each) + answer.body()).isIn(200, 400);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).as(beginning(each)).isLessThan(SOON);
    }
  }

  @Test
  void hostile_tables_are_answered_soon_and_do_no_harm() {
    for (var each : List.of("title\n" + "\"".repeat(200_000), "title\n" + ",".repeat(200_000), ",".repeat(200_000), "title\n" + "x\n".repeat(100_000),
        "title,id\nx,\"a\u0000b\"\n", "title\nx\u0000\n", "title,recurrence,dueDate\nx,\"FREQ=DAILY;BYDAY=" + "MO,".repeat(50_000) + "TU\",2030-01-01\n",
        "title,tags\nx," + ";a".repeat(100_000) + "\n", "'".repeat(100_000) + "\nx\n", "title\n" + "'".repeat(100_000) + "=\n")) {
      var start = System.nanoTime();
      var answer = todo.tries("POST", "/import", each, "Content-Type", TABLE);
      assertThat(answer.statusCode()).as(beginning(each) + answer.body()).isIn(200, 400);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).as(beginning(each)).isLessThan(SOON);
    }
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), 80));
  }

  @Test
  void nothing_that_a_task_says_becomes_a_line_of_its_own() throws Exception {
    todo.writes("\"title\": \"a\\r\\nEND:VTODO\\nBEGIN:VTODO\\rUID:evil\", \"description\": \"\\n\\n,x\\r\\\"y\\\"\"");
    var calendar = read(export(CALENDAR).body());
    assertThat(calendar.getComponents("VTODO")).hasSize(1);
    assertThat(export(CALENDAR).body()).doesNotContain("\nUID:evil", "\rUID:evil");
    assertThat(takes(CALENDAR, export(CALENDAR).body())).extracting(result -> result.get("result").asText()).containsExactly("unchanged");
    assertThat(takes(TABLE, export(TABLE).body())).extracting(result -> result.get("result").asText()).containsExactly("unchanged");
  }

  @Test
  void who_brings_the_same_at_the_same_time_brings_it_once() {
    var file = calendar(entry("SUMMARY:Only one\nCATEGORIES:" + todo.tag));
    var answers = IntStream.range(0, 8).parallel().mapToObj(each -> takes(CALENDAR, file).get(0).get("result").asText()).toList();
    assertThat(answers).containsOnlyOnce("created").containsOnly("created", "unchanged");
    assertThat(todo.all()).hasSize(1);
  }
}
