//! Files that change while they are read, and clocks that go wrong.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use morgue::index::{BuildOptions, build, examine};
use serde_json::Value;

use crate::cases;
use crate::common::Unwatched;
use crate::common::changing::{Dice, answers, difference, place, stories};
use crate::support::Room;
use crate::trial::INDEX;

const FILES: usize = 24;

fn name(file: usize) -> String {
    format!("{}/{file}.txt", file % 3)
}

/// Does one of the things that may happen to a file while it is read.
fn meddle(path: &Path, dice: &mut Dice, texts: &[Vec<u8>; 2]) {
    let _ = match dice.below(8) {
        0 => fs::remove_file(path),
        1 => File::options().append(true).open(path).and_then(|mut f| f.write_all(b"More of it.\n")),
        2 => File::options().write(true).open(path).and_then(|f| f.set_len(dice.below(300) as u64)),
        3 => fs::rename(path, path.with_extension("moved")).and_then(|()| fs::write(path, &texts[1])),
        _ => fs::write(path, &texts[dice.below(2)]),
    };
}

/// A new index of the archive says the same as the one that followed, and that one is sound.
fn is_the_truth(room: &Room, what: &str) {
    let (index, fresh) = (room.path("index"), room.path("fresh"));
    let _ = fs::remove_dir_all(&fresh);
    let [index, fresh] = [index, fresh].map(|dir| place(&room.path("archive"), &dir));
    build(&fresh, &BuildOptions::default(), &Unwatched, None).unwrap();
    assert_eq!(difference(&answers(&index), &answers(&fresh)), None, "{what}");
    let checkup = examine(&index, true).unwrap();
    assert!(checkup.ill.is_empty(), "{what}: {:?}", checkup.ill);
}

#[test]
fn what_happens_to_files_while_they_are_read_is_known_to_the_next_run() {
    let (room, stories) = (Room::new(), stories());
    let texts: Vec<[Vec<u8>; 2]> =
        (0..FILES).map(|i| [stories[i].clone(), stories[FILES + i].clone()]).collect();
    for (i, [first, _]) in texts.iter().enumerate() {
        room.write(&format!("archive/{}", name(i)), first);
    }
    let mut failed = 0;
    for case in 0..cases() {
        let over = AtomicBool::new(false);
        let run = thread::scope(|scope| {
            let (over, texts, room) = (&over, &texts, &room);
            scope.spawn(move || {
                let mut dice = Dice::new(case as u64);
                while !over.load(Ordering::SeqCst) {
                    let file = dice.below(FILES);
                    meddle(&room.path("archive").join(name(file)), &mut dice, &texts[file]);
                }
            });
            let run = room.run(&INDEX);
            over.store(true, Ordering::SeqCst);
            run
        });
        assert!([0, 3].contains(&run.code), "{}", run.err);
        failed += usize::from(run.code == 3);
        let checkup = examine(&place(&room.path("archive"), &room.path("index")), true).unwrap();
        assert!(checkup.ill.is_empty(), "{:?}", checkup.ill);
        for (i, [first, second]) in texts.iter().enumerate() {
            room.write(&format!("archive/{}", name(i)), if (i + case) % 4 > 0 { first } else { second });
            let _ = fs::remove_file(room.path("archive").join(name(i)).with_extension("moved"));
        }
        room.run(&INDEX).ends(0);
        is_the_truth(&room, &format!("case {case}"));
    }
    println!("{failed} of {} runs told of files that were gone", cases());
}

fn date(path: &Path, time: SystemTime) {
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Lets the next run believe that the last one was made at this time.
fn date_index(room: &Room, made: &str, time: SystemTime) {
    let meta = room.path("index/meta.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&meta).unwrap()).unwrap();
    let mut payload: Value = serde_json::from_str(json["payload"].as_str().unwrap()).unwrap();
    payload["made"] = made.into();
    json["payload"] = payload.to_string().into();
    json.as_object_mut().unwrap().remove("checksum");
    fs::write(&meta, json.to_string()).unwrap();
    for entry in fs::read_dir(room.path("index")).unwrap().flatten() {
        date(&entry.path(), time);
    }
}

#[test]
fn a_clock_that_goes_backwards_or_far_ahead_hides_no_change() {
    let (room, stories, mut dice) = (Room::new(), stories(), Dice::new(5));
    let now = SystemTime::now();
    let years = |years: u64| Duration::from_secs(years * 31_556_952);
    let times =
        [now + years(200), now + Duration::from_secs(3600), now, now - years(1), UNIX_EPOCH - years(30)];
    for round in 0..cases() {
        for file in 0..FILES {
            let path = room.path("archive").join(name(file));
            if round == 0 || dice.below(2) == 0 {
                room.write(&format!("archive/{}", name(file)), &stories[dice.below(stories.len())]);
            }
            // With its bytes or other ones, a file is now older or newer than it was.
            date(&path, times[dice.below(times.len())]);
        }
        let run = room.run(&INDEX);
        assert!([0, 3].contains(&run.code), "{}", run.err);
        is_the_truth(&room, &format!("round {round}"));
        let (made, time) =
            [("2226-01-01T00:00:00Z", times[0]), ("1970-01-01T00:00:00Z", UNIX_EPOCH)][round % 2];
        date_index(&room, made, time);
        is_the_truth(&room, &format!("round {round}, dated {made}"));
    }
}
