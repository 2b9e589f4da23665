"""One time a training is given: its coach, its meetings, who was there, and the group certified at its end."""
