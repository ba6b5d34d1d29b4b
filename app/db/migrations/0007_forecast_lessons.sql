-- What a member of the forecast that is too dear to learn from scratch every night has learned of a zone: the last lesson.
create table forecast_lesson (
  zone text not null,
  member text not null,
  -- The lesson took in days before this one and no other, so only from it on may it be used.
  before_day date not null,
  -- How many series beside the prices it took in: none, or those of the weather. It is of use only with as many.
  inputs smallint not null,
  -- Scales and weights, as app/db/forecast-lessons.ts writes them: half a megabyte.
  learned bytea not null,
  taught_at timestamptz not null default now(),
  primary key (zone, member)
);
